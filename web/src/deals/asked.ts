/* Which deals are looked at: when, where and about what. Empty: all stores, all categories. */
import type { StoreFacts } from '../shop/plan.ts';

export interface Asked {
    areToCome: boolean;
    storeId: string;
    category: string;
}

/* A store that is no more among one's own counts as none. */
export function storesOf({ storeId }: Asked, stores: readonly StoreFacts[]): StoreFacts[] {
    const picked = stores.filter((one) => one.id === storeId);
    return picked.length > 0 ? picked : [...stores];
}

/* What its answer is kept under: equal for equal questions. */
export function keyOf(asked: Asked, stores: readonly StoreFacts[]): string {
    const ids = storesOf(asked, stores).map((one) => one.id).sort();
    return `deals ${asked.areToCome ? 'to come' : 'now'} at ${ids.join()} of ${asked.category}`;
}
