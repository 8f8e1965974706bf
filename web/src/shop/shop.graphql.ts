// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';
import type { SizeUnit, StoreName, WhereNoteCode, WhereToBuyInput } from '../api/types.ts';

export type PlanInput = {
    planInput: {
        version: string;
        at: string;
        document: string | null;
        notes: ({
            code: WhereNoteCode;
            count: number | null;
            name: string | null;
            text: string;
        })[];
    } | null;
};
export interface PlanInputVariables {
    listId: string;
    input?: WhereToBuyInput | null;
    have?: string | null;
}
export const planInput: Operation<PlanInput, PlanInputVariables> = {
    id: 'sha256:d28b53757fed458fcb4f023cf2fee8672dca4ea31e6e85cd842b693cdd1c2bc2',
    name: 'PlanInput',
};

export type StoresNear = {
    storesNear: {
        nodes: {
            distanceM: number;
            store: StoreName;
        }[];
    };
};
export interface StoresNearVariables {
    lat: number;
    lon: number;
    radiusM: number;
}
export const storesNear: Operation<StoresNear, StoresNearVariables> = {
    id: 'sha256:add397293c4ba64f7cdb5ed7627bf29fc4fe49ae545052e80c5c385b4eb35660',
    name: 'StoresNear',
};

export type Towns = {
    retailers: {
        nodes: ({
            stores: {
                nodes: ({
                    city: string | null;
                    lat: number | null;
                    lon: number | null;
                })[];
                pageInfo: {
                    hasNextPage: boolean;
                };
            };
        })[];
        pageInfo: {
            hasNextPage: boolean;
            endCursor: string | null;
        };
    };
};
export interface TownsVariables {
    after?: string | null;
}
export const towns: Operation<Towns, TownsVariables> = {
    id: 'sha256:0cbbec2b530e56fa328f6e5a8a4c61a0ac49235e6f6c0ae171ae8913a0093b01',
    name: 'Towns',
};

export type SearchProducts = {
    searchProducts: {
        edges: ({
            node: {
                id: string;
                name: string;
                brand: string | null;
                sizeAmount: number | null;
                sizeUnit: SizeUnit | null;
                packCount: number;
                isWeighed: boolean;
                lowestPrice: {
                    price: {
                        minor: number;
                        currency: string;
                    };
                    isWeighed: boolean;
                    store: {
                        id: string;
                        name: string | null;
                    };
                } | null;
            };
        })[];
    } | null;
};
export interface SearchProductsVariables {
    text: string;
    storeIds: string[];
}
export const searchProducts: Operation<SearchProducts, SearchProductsVariables> = {
    id: 'sha256:82d10b8b99be6cffc35d7c8e898bdacef29f687f36eda9a26ecb04de3978bb10',
    name: 'SearchProducts',
};

export type Aisles = {
    aisleOrder: {
        categories: string[];
    } | null;
};
export interface AislesVariables {
    householdId: string;
    storeId: string;
}
export const aisles: Operation<Aisles, AislesVariables> = {
    id: 'sha256:f01a78304e84c543f0f6f012d743e098885f869ad8552810ea94ea113d0a840a',
    name: 'Aisles',
};

export type SetAisles = {
    setAisleOrder: {
        store: {
            id: string;
        } | null;
    };
};
export interface SetAislesVariables {
    householdId: string;
    storeId: string;
    categories: string[];
}
export const setAisles: Operation<SetAisles, SetAislesVariables> = {
    id: 'sha256:c7fab2d65c50e7f8e1659ecc71e713738c6601d37f22b67de565f9193085f024',
    name: 'SetAisles',
};
