/* Where the household shops. */
import { ApiError } from '../api/ask.ts';
import type { StoreName } from '../api/types.ts';
import { dealShops } from './deals.graphql.ts';
import { session } from '../session/session.ts';
import { type Answer, useAnswer } from '../sync/answers.ts';
import { core } from '../sync/lists.ts';

export interface Shops {
    stores: StoreName[];
    place: { lat: number; lon: number } | null;
}

const NONE: Shops = { stores: [], place: null };

async function load(householdId: string | null, signal: AbortSignal): Promise<Shops> {
    if (householdId === null)
        return NONE;
    try {
        const found = (await core.ask(dealShops, {}, { signal })).me?.households.nodes
            .find((one) => one.id === householdId);
        return found === undefined ? NONE : {
            place: found.place,
            stores: found.stores.nodes.flatMap(({ store }) => (store === null ? [] : [store])),
        };
    } catch (error) {
        if (error instanceof ApiError && error.code === 'UNAUTHENTICATED')
            return NONE;
        throw error;
    }
}

export function useShops(): Answer<Shops> {
    const { householdId } = session.value;
    return useAnswer(`shops ${householdId}`, (signal) => load(householdId, signal));
}
