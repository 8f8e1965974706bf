/*
 * A plan that is being shopped. It stands as it was when it began: what goes into the cart would
 * else move the rest from store to store under the shopper's feet.
 */
import { categoryOf } from '../lists/groups.ts';
import type { Item } from '../sync/lists.ts';
import type { Amount } from './pack.ts';
import type { Plan, Planned, SlipLine, StoreFacts } from './plan.ts';

/* As much as was wanted when it was planned. */
export type TripLine = SlipLine & Amount;

export interface TripStop {
    store: StoreFacts;
    lines: TripLine[];
    till: number;
}

export interface Trip {
    currency: string;
    startedAt: string;
    packAt: string;
    stops: TripStop[];
    goods: number;
    /* Against whichever store was said, at the start. */
    saves: { store: string; amount: number } | null;
    at: number; // the stop that the shopper is at; as many as there are: done
}

export interface TripRow {
    item: Item;
    line: TripLine | null; // null: not in the plan
}

export interface TripGroup {
    category: string;
    rows: TripRow[];
}

export function startTrip(planned: Planned, plan: Plan, saves: Trip['saves'], now: string): Trip {
    const wanted = new Map(planned.lines.map(({ itemId, quantityMilli, unit }): [string, Amount] =>
        [itemId, { quantityMilli, unit }]));
    return {
        currency: planned.currency,
        startedAt: now,
        packAt: planned.packAt,
        stops: plan.stops.map(({ store, lines, till }) => ({ store, till,
            lines: lines.map((line) => ({ ...line, ...wanted.get(line.itemId)! })) })),
        goods: plan.goods,
        saves,
        at: 0,
    };
}

/* What is to be had at this stop: of the list as it is now. */
export function rowsOf(stop: TripStop, items: readonly Item[]): TripRow[] {
    const lines = new Map(stop.lines.map((line) => [line.itemId, line]));
    return items.filter((item) => lines.has(item.id))
        .map((item) => ({ item, line: lines.get(item.id)! }));
}

/* Nobody has changed how much of it is wanted since. */
export function isAsPlanned({ item, line }: TripRow): boolean {
    return line !== null && line.quantityMilli === item.quantityMilli && line.unit === item.unit;
}

/* On the list and in no stop: not sold, not priced yet, or added since. */
export function outsideOf(trip: Trip, items: readonly Item[]): Item[] {
    const planned = new Set(trip.stops.flatMap((stop) => stop.lines.map((line) => line.itemId)));
    return items.filter((item) => !planned.has(item.id));
}

/* Groups in the order of a store's aisles: those that were said, then the others as they come. */
export function inOrder<Group extends { category: string }>(groups: readonly Group[],
    order: readonly string[]): Group[] {
    const rank = (group: Group): number => {
        const at = order.indexOf(group.category);
        return at < 0 ? order.length : at;
    };
    return [...groups].sort((a, b) => rank(a) - rank(b));
}

/* By category, as they come in `usual`; those that nobody knows before the last of it. */
export function groupRows(rows: readonly TripRow[], usual: readonly string[],
    order: readonly string[]): TripGroup[] {
    const groups = new Map<string, TripRow[]>();
    for (const row of rows) {
        const category = categoryOf(row.item);
        groups.set(category, [...groups.get(category) ?? [], row]);
    }
    const rank = (category: string): number => {
        const at = usual.indexOf(category);
        return at < 0 ? usual.length - 1.5 : at;
    };
    const all = [...groups].map(([category, of]) => ({ category, rows: of }))
        .sort((a, b) => rank(a.category) - rank(b.category));
    return inOrder(all, order);
}

export interface Spent {
    minor: number;
    isAbout: boolean; // other amounts than were planned are in it
}

/* Of another amount than was planned: in proportion, for its packs and deals are not known. */
function costOf(row: TripRow): number {
    const { item, line } = row;
    if (line === null)
        return 0;
    const share = isAsPlanned(row) || line.unit !== item.unit || line.quantityMilli === 0 ? 1
        : item.quantityMilli / line.quantityMilli;
    return Math.round((line.pays + (line.deposit ?? 0)) * share);
}

/* What is in the cart costs: once all is in, the till's own sum, less what takes the basket. */
export function inCart(rows: readonly TripRow[], stop: TripStop): Spent {
    const ticked = rows.filter((row) => row.item.isTicked);
    const isAbout = !ticked.every(isAsPlanned);
    if (rows.length === stop.lines.length && ticked.length === rows.length && !isAbout)
        return { minor: stop.till, isAbout };
    return { minor: ticked.reduce((sum, row) => sum + costOf(row), 0), isAbout };
}

/* A category before or behind its neighbour. */
export function moved(order: readonly string[], category: string, by: -1 | 1): string[] {
    const at = order.indexOf(category);
    const to = at + by;
    if (at < 0 || to < 0 || to >= order.length)
        return [...order];
    const next = [...order];
    next.splice(to, 0, ...next.splice(at, 1));
    return next;
}
