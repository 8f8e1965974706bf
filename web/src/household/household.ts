/* From where a household shops, and in which stores: asked for here alone, and known offline as it
   was told last. Who is nobody yet says it to this device. */
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
    householdId: string | null; // null: nobody's, kept on this device alone
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

const kept = (): Shopping | null | undefined =>
    core.meta('shopping') as Shopping | null | undefined;

/* As it was kept, until the server says otherwise: of nobody it knows nothing. */
export function recallShopping(): void {
    const known = kept();
    if (shopping.peek() !== null)
        return;
    if (isOwn(known))
        shopping.value = known;
    else if (core.session.session.peek().householdId === null)
        shopping.value = { householdId: null, place: null, stores: [] };
}

export function isNowhere({ place, stores }: Shopping): boolean {
    return place === null && stores.length === 0;
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
    const { householdId } = core.session.session.peek();
    if (householdId === null)
        return recallShopping();
    const told = await fetchShops(householdId);
    loadedMs = Date.now();
    if (told === null)
        return;
    const now = { householdId, place: told.place, stores: told.stores.map(({ isFavourite, store }) =>
        ({ ...factsOf(store), isFavourite })) };
    take(isNowhere(now) ? await broughtAlong(householdId) ?? now : now);
}

/* What was said on this device before there was a household of one's own is that household's. */
async function broughtAlong(householdId: string): Promise<Shopping | null> {
    const said = kept();
    const isOwner = core.session.session.peek().households
        .some(({ id, role }) => id === householdId && role === 'OWNER');
    if (!isOwner || said?.householdId !== null || isNowhere(said))
        return null;
    if (said.place !== null)
        await tellPlace(householdId, said.place);
    if (said.stores.length > 0)
        await tellStores(householdId, said.stores);
    return { ...said, householdId };
}

async function tellPlace(householdId: string, place: Place): Promise<void> {
    await core.ask(setPlaceOperation, { householdId, place });
}

async function tellStores(householdId: string, stores: HouseholdStore[]): Promise<void> {
    await core.ask(setStoresOperation, { householdId,
        stores: stores.map(({ id, isFavourite }) => ({ storeId: id, isFavourite })) });
}

export async function setPlace({ lat, lon }: Place): Promise<void> {
    const place = { lat, lon };
    const { householdId } = core.session.session.peek();
    if (householdId !== null)
        await tellPlace(householdId, place);
    const before = shopping.peek();
    take({ householdId, place,
        stores: before?.householdId === householdId ? before.stores : [] });
}

/* No stores: those around the place. */
export async function setStores(stores: HouseholdStore[]): Promise<void> {
    const { householdId } = core.session.session.peek();
    if (householdId !== null)
        await tellStores(householdId, stores);
    take({ householdId, stores, place: shopping.peek()?.place ?? null });
}
