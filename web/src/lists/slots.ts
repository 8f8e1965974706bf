/* What other screens' code puts on the list: nothing is shown until they do. */
import { signal } from '@preact/signals';
import type { Money } from '../i18n/format.ts';

/* The best plan for a list, for the banner above it. */
export interface BestTotal {
    listId: string;
    storeName: string;
    total: Money;
    /* Such as "0.8 km", or how old the prices are. */
    about: string | null;
    twoStores: Money | null;
    pricedCount: number;
    /* What is not in it. */
    note: string | null;
}

export const bestTotal = signal<BestTotal | null>(null);
/* Why a list has none, where that does not pass by itself. */
export const noTotal = signal<{ listId: string; why: string } | null>(null);

/* What is known of an item's price: the most useful fact of its row. */
export interface Fact {
    price: Money | null;
    /* The shelf's price where `price` is a deal's. */
    was: Money | null;
    /* Calendar day of the deal's end. */
    endsOn: string | null;
    /* Where it is bought by the plan, which may be cheaper elsewhere and not worth the way. */
    store: { chain: string; name: string; isCheapest: boolean } | null;
    /* Why it is bought nowhere. */
    why: string | null;
}

export const facts = signal<ReadonlyMap<string, Fact>>(new Map()); // by item
