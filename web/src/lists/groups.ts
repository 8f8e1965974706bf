/* A list's items, by the part of the shop they stand in. */
import type { Item } from '../sync/lists.ts';
import { AISLES, isAisle } from './aisles.ts';

export interface Group {
    /* One of AISLES, or what somebody has called it. */
    category: string;
    items: readonly Item[];
}

export interface Grouped {
    open: readonly Group[];
    ticked: readonly Item[];
}

export function categoryOf(item: Item): string {
    return item.category === null || item.category === '' ? 'other' : item.category;
}

function rank(category: string): number {
    return isAisle(category) ? AISLES.indexOf(category) : AISLES.length - 1.5; // before "other"
}

function isSame(a: readonly Item[], b: readonly Item[] | undefined): b is readonly Item[] {
    return b !== undefined && a.length === b.length && a.every((item, at) => item === b[at]);
}

/* Items that were ticked a moment ago (`settling`) stay where they are. What is as it was `before` is
   the very same object: a tick draws one group anew, not the list. */
export function groupItems(items: readonly Item[], settling: ReadonlySet<string>,
    before: Grouped): Grouped {
    const byCategory = new Map<string, Item[]>();
    const ticked: Item[] = [];
    for (const item of items) {
        if (item.isTicked && !settling.has(item.id)) {
            ticked.push(item);
        } else {
            const category = categoryOf(item);
            const group = byCategory.get(category);
            if (group === undefined)
                byCategory.set(category, [item]);
            else
                group.push(item);
        }
    }
    const old = new Map(before.open.map((group) => [group.category, group]));
    const open = [...byCategory].map(([category, of]): Group => {
        const same = old.get(category);
        return isSame(of, same?.items) ? same! : { category, items: of };
    }).sort((a, b) => rank(a.category) - rank(b.category)
        || (a.category < b.category ? -1 : 1));
    ticked.sort((a, b) => (a.changedAt > b.changedAt ? -1 : 1)); // the last one first
    return { open, ticked: isSame(ticked, before.ticked) ? before.ticked : ticked };
}
