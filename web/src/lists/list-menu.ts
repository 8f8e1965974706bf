import { Archive, ArchiveRestore, Copy, Pencil, Trash } from 'lucide';
import { t } from '../i18n/i18n.ts';
import type { List } from '../sync/lists.ts';
import { openMenu } from '../ui/menu.tsx';
import { archive, deleteForGood, duplicate, leave } from './list-actions.ts';
import { sheetWords } from './sheet-words.ts';
import { sheet } from './view.ts';

/* `onGo`: to the list that was made, or to another than the one that is gone. */
export function openListMenu(anchor: HTMLElement, list: List, onGo: (listId: string) => void) {
    const words = t().lists;
    const isFixed = list.level === 'READ';
    openMenu(anchor, words.listActions(list.name), [
        { label: sheetWords().rename, icon: Pencil, isDisabled: isFixed,
            onPick: () => (sheet.value = { kind: 'rename', listId: list.id }) },
        { label: sheetWords().duplicate, icon: Copy, onPick: () => onGo(duplicate(list)) },
        { label: list.isArchived ? sheetWords().unarchive : sheetWords().archive, isDisabled: isFixed,
            icon: list.isArchived ? ArchiveRestore : Archive, onPick: () => archive(list) },
        list.isByLink
            ? { label: sheetWords().leave, icon: Trash, isDanger: true, onPick: () => void leave(list) }
            : { label: t().common.remove, icon: Trash, isDanger: true,
                isDisabled: list.level !== 'MANAGE', onPick: () => deleteForGood(list, onGo) },
    ]);
}
