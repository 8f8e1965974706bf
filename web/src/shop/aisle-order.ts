/* The order of aisles, as this device keeps it; loaded with the list's prices, too, so that one that
   was said without a signal is sent wherever in the app one is when it is back. */
import { core } from '../sync/lists.ts';
import { createAisleKeeper } from './aisle-keeper.ts';

const keeper = createAisleKeeper(core);

export const { orderOf: aisleOrderOf, save: saveAisles } = keeper;

export function loadAisles(storeId: string): void {
    keeper.load(storeId).catch(() => undefined); // as it was known
}
