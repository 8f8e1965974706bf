/* From where a household shops, and in which stores: asked for here alone, and known offline as it
   was told last. */
import { effect, signal } from '@preact/signals';
import type { HouseholdShop, StoreName } from '../api/types.ts';
import { core } from '../sync/lists.ts';
import type { StoreFacts } from '../shop/plan.ts';
import {
    householdShops, setPlace as setPlaceOperation, setStores as setStoresOperation,
} from './household.graphql.ts';

export interface Place {
    lat: number;
    lon: number;
}

export interface HouseholdStore extends StoreFacts {
    isFavourite: boolean;
}

export interface Shopping {
    householdId: string;
    place: Place | null;
    stores: HouseholdStore[];
}

/* Null: not known yet. */
export const shopping = signal<Shopping | null>(null);

export function factsOf(store: StoreName, distanceM: number | null = null): StoreFacts {
    const { id, name, address, city } = store;
    return { id, name, address, city, retailer: store.retailer.name, distanceM };
}

function take(told: Shopping | null): void {
    shopping.value = told;
    core.keep({ shopping: told });
}

function isOwn(told: Shopping | null | undefined): told is Shopping {
    return told?.householdId === core.session.session.value.householdId;
}

effect(() => {
    if (!isOwn(shopping.peek()))
        shopping.value = null; // somebody else uses this device now
});

/* As it was kept, until the server says otherwise. */
export function recallShopping(): void {
    const kept = core.meta('shopping') as Shopping | null | undefined;
    if (shopping.peek() === null && isOwn(kept))
        shopping.value = kept;
}

/* Where a household shops, in its own order. Those that the catalogue no longer has are left out. */
export interface HomeStore {
    isFavourite: boolean;
    store: StoreName;
}

export async function fetchShops(id: string):
    Promise<{ place: Place | null; stores: HomeStore[] } | null> {
    const stores: HomeStore[] = [];
    for (let after: string | null = null; ;) {
        const told: HouseholdShop | null = (await core.ask(householdShops, { id, after })).node;
        if (told === null)
            return null;
        stores.push(...told.stores.nodes.flatMap(({ isFavourite, store }) =>
            (store === null ? [] : [{ isFavourite, store }])));
        after = told.stores.pageInfo.hasNextPage ? told.stores.pageInfo.endCursor : null;
        if (after === null)
            return { place: told.place, stores };
    }
}

const FRESH_MS = 60_000;

let loading: Promise<void> | null = null;
let loadedMs = 0;

/* Once for all who wait for it, and not again when it was told a moment ago. */
export function loadShopping(): Promise<void> {
    if (loading === null && isOwn(shopping.peek()) && Date.now() - loadedMs < FRESH_MS)
        return Promise.resolve();
    loading ??= loadNow().finally(() => { loading = null; });
    return loading;
}

/* It was changed elsewhere in the app. */
export function shoppingChanged(): void {
    loadedMs = 0;
}

async function loadNow(): Promise<void> {
    const householdId = core.session.session.peek().householdId;
    if (householdId === null) {
        shopping.value = null;
        return;
    }
    const told = await fetchShops(householdId);
    loadedMs = Date.now();
    if (told !== null)
        take({ householdId, place: told.place, stores: told.stores.map(({ isFavourite, store }) =>
            ({ ...factsOf(store), isFavourite })) });
}

/* Whoever is nobody yet is a guest from now on: a place is something to keep. */
async function ownHousehold(): Promise<string> {
    await core.session.ensureGuest();
    const { householdId } = core.session.session.peek();
    if (householdId === null)
        throw new Error('no household');
    return householdId;
}

export async function setPlace({ lat, lon }: Place): Promise<void> {
    const place = { lat, lon };
    const householdId = await ownHousehold();
    await core.ask(setPlaceOperation, { householdId, place });
    const before = shopping.peek();
    take({ householdId, place,
        stores: before?.householdId === householdId ? before.stores : [] });
}

/* No stores: those around the place. */
export async function setStores(stores: HouseholdStore[]): Promise<void> {
    const householdId = await ownHousehold();
    await core.ask(setStoresOperation, { householdId,
        stores: stores.map(({ id, isFavourite }) => ({ storeId: id, isFavourite })) });
    take({ householdId, stores, place: shopping.peek()?.place ?? null });
}
