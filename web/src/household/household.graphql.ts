// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';
import type { HouseholdShop, HouseholdStoreInput, PlaceInput } from '../api/types.ts';

export type HouseholdShops = {
    node: HouseholdShop | null;
};
export interface HouseholdShopsVariables {
    id: string;
    after?: string | null;
}
export const householdShops: Operation<HouseholdShops, HouseholdShopsVariables> = {
    id: 'sha256:43fc3150f6c4163635d839daeb166754e4b3cb2439005527130180924d7c7201',
    name: 'HouseholdShops',
};

export type SetPlace = {
    setHouseholdPlace: {
        id: string;
    };
};
export interface SetPlaceVariables {
    householdId: string;
    place?: PlaceInput | null;
}
export const setPlace: Operation<SetPlace, SetPlaceVariables> = {
    id: 'sha256:2f37a8ab19a065ed3593756b99944745df7f6af58433ea85c5f77792bb06b3e9',
    name: 'SetPlace',
};

export type SetStores = {
    setHouseholdStores: {
        id: string;
    };
};
export interface SetStoresVariables {
    householdId: string;
    stores: HouseholdStoreInput[];
}
export const setStores: Operation<SetStores, SetStoresVariables> = {
    id: 'sha256:ef5fa9cb0de3a94d9a8a6a5ab6dfaf3ed3f1e3224b1bf25ae638e4ac36ec2ad6',
    name: 'SetStores',
};
