/* The order of a store's aisles: dragged, or moved by buttons and keys. */
import { useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { ChevronDown, ChevronUp, GripVertical } from 'lucide';
import { t } from '../i18n/i18n.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { saveAisles } from './aisle-order.ts';
import { categoryName } from './go-rows.tsx';
import { nameOf, type StoreFacts } from './plan.ts';
import { moved } from './trip.ts';
import { shopWords } from './words.ts';

interface AisleProps {
    store: StoreFacts;
    categories: readonly string[];
    onClose: () => void;
}

export function AisleSheet({ store, categories, onClose }: AisleProps) {
    const order = useSignal(categories);
    const said = useSignal('');
    const dragged = useSignal<string | null>(null);
    const list = useRef<HTMLOListElement>(null);
    const words = shopWords();
    const move = (category: string, by: -1 | 1): void => {
        order.value = moved(order.value, category, by);
        said.value = words.aisleAt(categoryName(category), order.value.indexOf(category) + 1);
    };
    /* One place at a time, as soon as the finger is over the neighbour. */
    const drag = (event: PointerEvent): void => {
        if (dragged.value === null)
            return;
        const rows = [...list.current!.children];
        const over = rows.findIndex((row) => {
            const { top, bottom } = row.getBoundingClientRect();
            return event.clientY >= top && event.clientY < bottom;
        });
        const at = order.value.indexOf(dragged.value);
        if (over >= 0 && over !== at)
            order.value = moved(order.value, dragged.value, over < at ? -1 : 1);
    };
    return (
        <Sheet title={words.aisleOrder} onClose={onClose}
            actions={
                <Button kind="primary" onPress={() => {
                    saveAisles(store.id, order.value);
                    onClose();
                }}>{t().common.save}</Button>
            }>
            <p class="sub">{words.aisleAbout(nameOf(store))}</p>
            <p class="visually-hidden" role="status">{said.value}</p>
            <ol ref={list} class="rows" onPointerMove={drag}
                onPointerUp={() => (dragged.value = null)}
                onPointerCancel={() => (dragged.value = null)}>
                {order.value.map((category, at) => (
                    <Aisle key={category} name={categoryName(category)} isFirst={at === 0}
                        isLast={at === order.value.length - 1}
                        isDragged={dragged.value === category}
                        onMove={(by) => move(category, by)}
                        onGrip={(event) => {
                            dragged.value = category;
                            list.current!.setPointerCapture(event.pointerId);
                        }} />
                ))}
            </ol>
        </Sheet>
    );
}

function Aisle({ name, isFirst, isLast, isDragged, onMove, onGrip }: {
    name: string;
    isFirst: boolean;
    isLast: boolean;
    isDragged: boolean;
    onMove: (by: -1 | 1) => void;
    onGrip: (event: PointerEvent) => void;
}) {
    const words = shopWords();
    return (
        <li class={isDragged ? 'aisle-move aisle-dragged' : 'aisle-move'}>
            <span class="aisle-grip" onPointerDown={onGrip}>
                <Icon of={GripVertical} size={20} />
            </span>
            <b>{name}</b>
            <IconButton icon={ChevronUp} label={words.aisleUp(name)} isDisabled={isFirst}
                onPress={() => onMove(-1)} />
            <IconButton icon={ChevronDown} label={words.aisleDown(name)} isDisabled={isLast}
                onPress={() => onMove(1)} />
        </li>
    );
}
