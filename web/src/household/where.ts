/* Where a list is planned for. */
import type { WhereToBuyInput } from '../api/types.ts';
import type { List } from '../sync/lists.ts';
import { shopping } from './household.ts';

/*
 * Null: where its household shops, which the server knows. A list that one has by a link, or of
 * another household, is planned for where one shops oneself.
 */
export function whereOf({ householdId, isByLink }: List): WhereToBuyInput | null {
    const own = shopping.value;
    if (own === null || (!isByLink && householdId === own.householdId))
        return null;
    const { place, stores } = own;
    return stores.length > 0 ? { place, storeIds: stores.map((store) => store.id) } : { place };
}
