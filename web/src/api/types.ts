// Made by tools/operations.mjs: not to be edited.

export type DealKind = 'BUNDLE_TOTAL' | 'PERCENT_OFF' | 'AMOUNT_OFF' | 'CHEAPEST_PERCENT_OFF' | 'BUY_GET' | 'WEIGHT_PRICE' | 'BASKET_PERCENT_OFF' | 'BASKET_AMOUNT_OFF' | 'UNPRICED';

export type ExportState = 'ASKED' | 'READY';

export type HouseholdRole = 'OWNER' | 'ADULT' | 'CHILD' | 'GUEST';

export type JobState = 'WAITING' | 'RUNNING' | 'FAILED' | 'CANCELLED';

export type ListField = 'UNIT' | 'NOTE' | 'PHOTO' | 'CATEGORY' | 'PRODUCT';

export type ListLevel = 'READ' | 'EDIT' | 'MANAGE';

export type ListNewsKind = 'CHANGES' | 'BEHIND' | 'GONE';

export type OpCode = 'APPLIED' | 'NO_LIST' | 'NO_ITEM' | 'READ_ONLY' | 'INVALID' | 'TOO_OLD' | 'TOO_MANY';

export type PriceUnit = 'KILOGRAM' | 'LITRE' | 'PIECE' | 'METRE' | 'SQUARE_METRE';

export type SizeUnit = 'GRAM' | 'MILLILITRE' | 'PIECE' | 'MILLIMETRE' | 'SQUARE_CENTIMETRE';

export type WhereNoteCode = 'NOTHING_TO_BUY' | 'TOO_MANY_ITEMS' | 'UNKNOWN_UNIT' | 'UNKNOWN_CARD' | 'UNKNOWN_STORES' | 'STORES_WITHOUT_PRICES' | 'STORES_OF_OTHER_CURRENCY' | 'ONLINE_STORES' | 'TOO_MANY_STORES' | 'TOO_WIDE_DEALS';

export interface HouseholdStoreInput {
    storeId: string;
    isFavourite?: boolean;
}

export interface ListCursorInput {
    listId: string;
    after?: number;
}

export interface ListLineInput {
    text: string;
    quantity?: number;
}

export interface ListOpInput {
    id: string;
    listId: string;
    itemId?: string | null;
    stamp: string;
    name?: string | null;
    quantityMilli?: number | null;
    stepMilli?: number | null;
    base?: string | null;
    unit?: string | null;
    note?: string | null;
    photo?: string | null;
    category?: string | null;
    productId?: string | null;
    position?: string | null;
    isTicked?: boolean | null;
    isDeleted?: boolean | null;
    isArchived?: boolean | null;
    clear?: ListField[] | null;
}

export interface PlaceInput {
    lat: number;
    lon: number;
}

export interface WhereToBuyInput {
    lines?: ListLineInput[] | null;
    place?: PlaceInput | null;
    radiusM?: number;
    storeIds?: string[] | null;
    maxStores?: number;
    cards?: string[] | null;
    coupons?: string[] | null;
    at?: string | null;
    currency?: string | null;
}

export type ItemRow = {
    id: string;
    seq: number;
    name: string;
    quantityMilli: number;
    unit: string | null;
    note: string | null;
    photo: string | null;
    category: string | null;
    position: string;
    isTicked: boolean;
    isDeleted: boolean;
    stamps: string[];
    addedAt: string;
    changedAt: string;
    addedBy: {
        id: string;
        name: string | null;
    } | null;
    product: {
        id: string;
    } | null;
};

export type DealFacts = {
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

export type StoreName = {
    id: string;
    name: string | null;
    address: string | null;
    city: string | null;
    retailer: {
        id: string;
        name: string;
    };
};

export type HouseholdShop = {
    id: string;
    place: {
        lat: number;
        lon: number;
    } | null;
    stores: {
        nodes: ({
            isFavourite: boolean;
            store: StoreName | null;
        })[];
        pageInfo: {
            hasNextPage: boolean;
            endCursor: string | null;
        };
    };
};

export type ListLink = {
    id: string;
    level: ListLevel;
    expiresAt: string;
};

export type ProductFacts = {
    id: string;
    name: string;
    brand: string | null;
    sizeAmount: number | null;
    sizeUnit: SizeUnit | null;
    packCount: number;
    isWeighed: boolean;
    imageUrl: string | null;
};

export type PriceFacts = {
    store: StoreName;
    code: string;
    price: {
        minor: number;
        currency: string;
    };
    isWeighed: boolean;
    isSpecial: boolean;
    regular: {
        minor: number;
        currency: string;
    } | null;
    specialTo: string | null;
    lowest: {
        minor: number;
        currency: string;
    } | null;
    deposit: {
        minor: number;
        currency: string;
    };
    unitPrice: {
        minor: number;
        currency: string;
    } | null;
    unit: PriceUnit | null;
    isOutlier: boolean;
    changedAt: string;
    confirmedAt: string;
};

export type Home = {
    id: string;
    name: string;
    role: HouseholdRole;
    members: {
        nodes: ({
            name: string | null;
            email: string | null;
            role: HouseholdRole;
            person: {
                id: string;
            };
        })[];
    };
    invitations: {
        nodes: ({
            id: string;
            role: HouseholdRole;
            email: string | null;
            expiresAt: string;
        })[];
    };
    cards: {
        nodes: ({
            id: string;
            label: string | null;
            hasNumber: boolean;
            retailer: {
                id: string;
                name: string;
            } | null;
        })[];
    };
};
