/* A plan as it is shown: for each stop what its till will say. All amounts are in minor units. */
import type { Note } from './note.ts';
import type { Amount, PackDeal, PackStore } from './pack.ts';

export type StoreFacts = Pick<PackStore, 'id' | 'retailer' | 'name' | 'address' | 'city'> & {
    distanceM: number | null;
};

export interface SlipLine {
    itemId: string;
    text: string;
    product: { id: string; name: string; brand: string | null };
    units: number | null;
    grams: number | null;
    /* Of one package, or of a kilogram. */
    price: number;
    regular: number | null;
    isSpecial: boolean;
    specialTo: string | null;
    isSpecialOver: boolean;
    deposit: number; // of all its packages
    shelf: number;
    pays: number;
    isOutlier: boolean;
    isAmountDoubtful: boolean;
    /* The words are not surely that product. */
    isDoubtful: boolean;
    confirmed: string;
}

export interface UsedDeal {
    deal: PackDeal;
    times: number;
    pays: number;
    saves: number;
    itemIds: string[]; // none: the whole basket
}

export interface Nudge {
    deal: PackDeal;
    itemId: string;
    addUnits: number;
    total: number; // the till then
}

export interface Slip {
    lines: SlipLine[];
    deals: UsedDeal[];
    nudges: Nudge[];
    unpriced: PackDeal[];
    till: number;
    shelf: number; // without deals, with deposits
    deposits: number;
    isExact: boolean;
}

export interface Stop extends Slip {
    store: StoreFacts;
    visit: number;
}

export type MissingReason = 'not-understood' | 'nothing-like-it' | 'not-sure' | 'not-sold'
    | 'not-worth-it';

export interface Missing {
    itemId: string;
    text: string;
    reason: MissingReason;
    soldAt: { store: StoreFacts; price: number } | null;
}

export interface Plan {
    stops: Stop[];
    goods: number;
    visits: number;
    deposits: number;
    missing: Missing[];
    isExact: boolean;
    /* Where it is not: a cheaper one would cost at least so much less at most. */
    mayBeCheaperBy: number;
    cost: number;
}

/* A store by itself: all that it sells of the list. */
export interface StoreTotal {
    store: StoreFacts;
    goods: number;
    visit: number;
    missing: string[];
    dealCount: number;
    oldest: string | null; // the age of its prices
}

/* What each item costs in a store, alone. */
export interface Column {
    store: StoreFacts;
    cells: Record<string, { pays: number; isDeal: boolean }>;
}

export interface Planned {
    currency: string;
    /* The time it is planned for, and that of the prices. */
    at: string;
    packAt: string;
    /* `lowest`: what it costs by the shelf where that is least, of all stores; null: nowhere. */
    lines: ({ itemId: string; text: string; lowest: number | null } & Amount)[];
    /* For one store, for two, ...; none where a further stop saves nothing. */
    plans: Plan[];
    best: number;
    stores: StoreTotal[];
    columns: Column[];
    /* Items that no price is known of yet. */
    unpriced: string[];
    hasOverSpecials: boolean;
    notes: readonly Note[];
}

/* Among words that run the other way a name keeps its own order. */
export function isolated(name: string): string {
    return `\u2068${name}\u2069`;
}

export function nameOf(store: StoreFacts): string {
    return store.name ?? [store.retailer, store.address ?? store.city].filter(Boolean).join(', ');
}
