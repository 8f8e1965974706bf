// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';
import type { DealFacts, PriceFacts, ProductFacts } from '../api/types.ts';

export type ProductAt = {
    product: ProductFacts & {
        pricesAt: {
            nodes: PriceFacts[];
        };
        dealsAt: {
            nodes: DealFacts[];
        };
    } | null;
};
export interface ProductAtVariables {
    id: string;
    storeIds: string[];
    first: number;
}
export const productAt: Operation<ProductAt, ProductAtVariables> = {
    id: 'sha256:08f73d8487a4dd96a472d80bcbc6eec2d106bc293c8db1e5d080a0a2527d0bb6',
    name: 'ProductAt',
};

export type ProductNear = {
    product: ProductFacts & {
        pricesNear: {
            nodes: PriceFacts[];
        };
        deals: {
            nodes: DealFacts[];
        };
    } | null;
};
export interface ProductNearVariables {
    id: string;
    lat: number;
    lon: number;
}
export const productNear: Operation<ProductNear, ProductNearVariables> = {
    id: 'sha256:72e11b3bef32532194ddb6c692e6660e8b2a2777bcc039a8367c2c9c78dd72aa',
    name: 'ProductNear',
};

export type ProductAnywhere = {
    product: ProductFacts & {
        prices: {
            nodes: PriceFacts[];
        };
        deals: {
            nodes: DealFacts[];
        };
    } | null;
};
export interface ProductAnywhereVariables {
    id: string;
}
export const productAnywhere: Operation<ProductAnywhere, ProductAnywhereVariables> = {
    id: 'sha256:1aae3c1b0978a623767c9c88f0d5c702c3ed70ef31b72f23fb99be1401d9cc08',
    name: 'ProductAnywhere',
};

export type PriceHistory = {
    product: {
        history: {
            nodes: {
                code: string;
                price: {
                    minor: number;
                    currency: string;
                };
                isSpecial: boolean;
                fromAt: string;
                toAt: string;
                isGone: boolean;
            }[];
        };
    } | null;
};
export interface PriceHistoryVariables {
    id: string;
    storeId: string;
}
export const priceHistory: Operation<PriceHistory, PriceHistoryVariables> = {
    id: 'sha256:2e083e2cc23883a01a44c748d020b384fbd71965cadf3e4087a90f2bee2b885e',
    name: 'PriceHistory',
};
