import { type List, lists, resolveList } from '../sync/lists.ts';
import { kept } from '../ui/kept.ts';

/* Put away or not. */
export function isOpen(listId: string): boolean {
    return (resolveList(kept('list') ?? '') || lastList()?.id) === listId;
}

/* The list that was open last, else the first that is not put away. */
export function lastList(): List | undefined {
    const all = lists.value;
    return all.find((one) => one.id === resolveList(kept('list') ?? '') && !one.isArchived)
        ?? all.find((one) => !one.isArchived) ?? all[0];
}
