// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';
import type { DealKind } from '../api/types.ts';

export type DealShops = {
    me: {
        households: {
            nodes: ({
                id: string;
                place: {
                    lat: number;
                    lon: number;
                } | null;
                stores: {
                    nodes: ({
                        store: {
                            id: string;
                            name: string | null;
                            address: string | null;
                            city: string | null;
                            retailer: {
                                id: string;
                                name: string;
                            };
                        } | null;
                    })[];
                };
            })[];
        };
    } | null;
};
export interface DealShopsVariables {
}
export const dealShops: Operation<DealShops, DealShopsVariables> = {
    id: 'sha256:d00d1ac286405014061460dfa3068c8a0731dff77bc666d899473b56e0a36506',
    name: 'DealShops',
};

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
    id: 'sha256:657178d19d1cd9a0ad63ac497a03ec6239c4f2fe5d610f5913de455483efc34b',
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
    id: 'sha256:198831417c0fd0eb818c272257b5874a493d6e0f3b9cc2639644d85709b24c33',
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
