// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';
import type { DealFacts, StoreName, WhereToBuyInput } from '../api/types.ts';

export type DealsForList = {
    dealsForList: {
        total: number;
        deals: {
            isOpen: boolean;
            items: string[];
            deal: DealFacts;
            stores: {
                store: StoreName;
            }[];
        }[];
    } | null;
};
export interface DealsForListVariables {
    listId: string;
    input?: WhereToBuyInput | null;
}
export const dealsForList: Operation<DealsForList, DealsForListVariables> = {
    id: 'sha256:7e14773565a8257ed816f1cd2fa1413c84916c2b6636886455fed770769484e7',
    name: 'DealsForList',
};

export type DealsAt = {
    dealsAt: {
        nodes: DealFacts[];
        pageInfo: {
            hasNextPage: boolean;
            endCursor: string | null;
        };
    };
};
export interface DealsAtVariables {
    storeIds: string[];
    areToCome: boolean;
    after?: string | null;
}
export const dealsAt: Operation<DealsAt, DealsAtVariables> = {
    id: 'sha256:4df471a0dde6e2a88a06f7f196965d5d86b9d218d401ca9e3bea735f79c012a0',
    name: 'DealsAt',
};

export type CategoryDealsAt = {
    category: {
        dealsAt: {
            nodes: DealFacts[];
            pageInfo: {
                hasNextPage: boolean;
                endCursor: string | null;
            };
        };
    } | null;
};
export interface CategoryDealsAtVariables {
    name: string;
    storeIds: string[];
    areToCome: boolean;
    after?: string | null;
}
export const categoryDealsAt: Operation<CategoryDealsAt, CategoryDealsAtVariables> = {
    id: 'sha256:9766495cac0623e43683bbed4534a13a9805de20e386239aa95084289f543fa9',
    name: 'CategoryDealsAt',
};

export type CategoryDeals = {
    category: {
        deals: {
            nodes: DealFacts[];
            pageInfo: {
                hasNextPage: boolean;
                endCursor: string | null;
            };
        };
    } | null;
};
export interface CategoryDealsVariables {
    name: string;
    after?: string | null;
}
export const categoryDeals: Operation<CategoryDeals, CategoryDealsVariables> = {
    id: 'sha256:cbb88a1ba6ae8e42ad499ecd2163fc0ab8faf051d6cf500894af4fec418266ab',
    name: 'CategoryDeals',
};

export type DealCategories = {
    categories: {
        nodes: {
            name: string;
        }[];
    };
};
export interface DealCategoriesVariables {
}
export const dealCategories: Operation<DealCategories, DealCategoriesVariables> = {
    id: 'sha256:7f0c7a668d929154383785301bfb0246e6ebf6f90614f817228539a994df3a92',
    name: 'DealCategories',
};
