import type { DealFacts, PriceFacts, ProductFacts } from '../api/types.ts';
import { productAnywhere, productAt, productNear } from './product.graphql.ts';
import type { Shops } from '../household/use-shopping.ts';
import { core } from '../sync/lists.ts';

export interface ProductTold {
    product: ProductFacts;
    /* Of one's own stores, of those around, or of all. */
    scope: 'own' | 'near' | 'all';
    prices: PriceFacts[];
    deals: DealFacts[];
}

/* The nearest that sell it; null: there is no such product. */
export async function loadProduct(id: string, { stores, place }: Shops,
    signal: AbortSignal): Promise<ProductTold | null> {
    if (stores.length > 0) {
        const storeIds = stores.map((store) => store.id);
        const { product } = await core.ask(productAt, { id, storeIds, first: storeIds.length }, { signal });
        if (product === null)
            return null;
        if (product.pricesAt.nodes.length > 0)
            return { product, scope: 'own', prices: product.pricesAt.nodes,
                deals: product.dealsAt.nodes };
    }
    if (place !== null) {
        const { product } = await core.ask(productNear, { id, ...place }, { signal });
        if (product === null)
            return null;
        if (product.pricesNear.nodes.length > 0)
            return { product, scope: 'near', prices: product.pricesNear.nodes,
                deals: product.deals.nodes };
    }
    const { product } = await core.ask(productAnywhere, { id }, { signal });
    return product && { product, scope: 'all', prices: product.prices.nodes,
        deals: product.deals.nodes };
}
