// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';
import type { DealKind } from '../api/types.ts';

export type DealsForList = {
    dealsForList: {
        total: number;
        deals: ({
            isOpen: boolean;
            items: string[];
            deal: {
                id: string;
                kind: DealKind;
                text: string;
                count: number;
                getCount: number | null;
                amount: {
                    minor: number;
                    currency: string;
                } | null;
                percent: number | null;
                startsAt: string | null;
                endsAt: string | null;
                coupon: string | null;
                audiences: string[];
                retailer: {
                    id: string;
                    name: string;
                };
                product: {
                    id: string;
                    name: string;
                } | null;
            };
            stores: ({
                store: {
                    id: string;
                    name: string | null;
                    address: string | null;
                    city: string | null;
                    retailer: {
                        id: string;
                        name: string;
                    };
                };
            })[];
        })[];
    } | null;
};
export interface DealsForListVariables {
    listId: string;
}
export const dealsForList: Operation<DealsForList, DealsForListVariables> = {
    id: 'sha256:64e5f9108aa02f3f7c7b849d580803a6a7319533ac8278a2b1a14928ce873a8e',
    name: 'DealsForList',
};

export type StoreDeals = {
    store: {
        deals: {
            nodes: ({
                id: string;
                kind: DealKind;
                text: string;
                count: number;
                getCount: number | null;
                amount: {
                    minor: number;
                    currency: string;
                } | null;
                percent: number | null;
                startsAt: string | null;
                endsAt: string | null;
                coupon: string | null;
                audiences: string[];
                retailer: {
                    id: string;
                    name: string;
                };
                product: {
                    id: string;
                    name: string;
                } | null;
            })[];
            pageInfo: {
                hasNextPage: boolean;
                endCursor: string | null;
            };
        };
    } | null;
};
export interface StoreDealsVariables {
    storeId: string;
    after?: string | null;
}
export const storeDeals: Operation<StoreDeals, StoreDealsVariables> = {
    id: 'sha256:d6c527a7ab60949524c61aa94fbac8de0b17049108b3a0e008eae9f332a3c39b',
    name: 'StoreDeals',
};

export type CategoryDeals = {
    category: {
        deals: {
            nodes: ({
                id: string;
                kind: DealKind;
                text: string;
                count: number;
                getCount: number | null;
                amount: {
                    minor: number;
                    currency: string;
                } | null;
                percent: number | null;
                startsAt: string | null;
                endsAt: string | null;
                coupon: string | null;
                audiences: string[];
                retailer: {
                    id: string;
                    name: string;
                };
                product: {
                    id: string;
                    name: string;
                } | null;
            })[];
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
