import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { afterPaint } from '../sync/after-paint.ts';
import { itemsOf } from '../sync/lists.ts';
import { moveTo, tick } from './actions.ts';
import type { GestureActions } from './gestures.ts';
import { openItemMenu } from './openers.tsx';

function actionsOn(listId: string): GestureActions {
    const find = (id: string) => itemsOf(listId).peek().find((item) => item.id === id);
    return {
        onTick(id) {
            const item = find(id);
            if (item !== undefined)
                tick(item);
        },
        onMenu(id, row) {
            const item = find(id);
            const button = row.querySelector<HTMLElement>('.row-more');
            if (item !== undefined && button !== null)
                void openItemMenu(button, item);
        },
        onMove(id, targetId, side) {
            const item = find(id);
            const target = find(targetId);
            if (item !== undefined && target !== undefined)
                moveTo(item, target, side);
        },
    };
}

/* What listens for fingers comes after the list is shown: they are slower than that. */
export function useGestures(list: RefObject<HTMLElement | null>, listId: string, isOff: boolean) {
    useEffect(() => {
        if (isOff)
            return;
        let isGone = false;
        let stop: (() => void) | null = null;
        afterPaint(() => void import('./gestures.ts').then(({ listenForGestures }) => {
            if (!isGone && list.current !== null)
                stop = listenForGestures(list.current, actionsOn(listId));
        }));
        return () => {
            isGone = true;
            stop?.();
        };
    }, [listId, isOff]);
}
