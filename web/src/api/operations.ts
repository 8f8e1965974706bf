// Made by tools/operations.mjs of src/**/*.graphql: not to be edited.
import type { Operation } from './ask.ts';

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
    source: string;
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

export type HomeStore = {
    isFavourite: boolean;
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
};

export type ShopStore = {
    id: string;
    name: string | null;
    address: string | null;
    city: string | null;
    retailer: {
        name: string;
    };
};

export type MyLists = {
    lists: {
        nodes: ({
            id: string;
            name: string;
            isArchived: boolean;
            level: ListLevel;
            seq: number;
            itemCount: number;
            household: {
                id: string;
            } | null;
        })[];
        pageInfo: {
            hasNextPage: boolean;
            endCursor: string | null;
        };
    };
};
export interface MyListsVariables {
    after?: string | null;
}
export const myLists: Operation<MyLists, MyListsVariables> = {
    id: 'sha256:0e8970b10252b0b58eebae8265602451d2a745aca1cb4c6a943268e1c651a9f7',
    name: 'MyLists',
};

export type Changes = {
    listChanges: {
        seq: number;
        mustResync: boolean;
        list: {
            id: string;
            name: string;
            isArchived: boolean;
            level: ListLevel;
            household: {
                id: string;
            } | null;
        } | null;
        items: {
            nodes: ({
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
            })[];
            pageInfo: {
                hasNextPage: boolean;
                endCursor: string | null;
            };
        };
    } | null;
};
export interface ChangesVariables {
    listId: string;
    since: number;
    first?: number | null;
    after?: string | null;
}
export const changes: Operation<Changes, ChangesVariables> = {
    id: 'sha256:2cd575d419bd16bfab408a2ccef1727d48afcdda480005aa46b823f2ec583457',
    name: 'Changes',
};

export type Apply = {
    applyOps: {
        serverMs: number;
        answers: ({
            id: string;
            code: OpCode;
            stamp: string | null;
            why: string | null;
        })[];
    };
};
export interface ApplyVariables {
    ops: ListOpInput[];
}
export const apply: Operation<Apply, ApplyVariables> = {
    id: 'sha256:573d403535037fa3eeabaae764d88bd0f5c1ab1f44d154f34c8ac8a82e52c834',
    name: 'Apply',
};

export type CreateList = {
    createList: {
        list: {
            id: string;
            name: string;
            isArchived: boolean;
            level: ListLevel;
            seq: number;
            household: {
                id: string;
            } | null;
        } | null;
    };
};
export interface CreateListVariables {
    householdId: string;
    name: string;
}
export const createList: Operation<CreateList, CreateListVariables> = {
    id: 'sha256:95feac4425bec4a5b145ac5e7d479d813d3c7069598306736e7e3c1164438a0c',
    name: 'CreateList',
};

export type DeleteList = {
    deleteList: {
        list: {
            id: string;
        } | null;
    };
};
export interface DeleteListVariables {
    listId: string;
}
export const deleteList: Operation<DeleteList, DeleteListVariables> = {
    id: 'sha256:27f41a2cb0ccaa925fb69242d60e049dc003ecabd9c5ffba2334b72f526bb0b5',
    name: 'DeleteList',
};

export type DuplicateList = {
    duplicateList: {
        list: {
            id: string;
            name: string;
        } | null;
    };
};
export interface DuplicateListVariables {
    listId: string;
    name: string;
}
export const duplicateList: Operation<DuplicateList, DuplicateListVariables> = {
    id: 'sha256:d349391e03ed9bb0bcb32b233a972fa4b3b246c1bb4f81e8d4904ace8ad4d5ed',
    name: 'DuplicateList',
};

export type ShareList = {
    shareList: {
        token: string;
        expiresAt: string;
        share: {
            id: string;
        } | null;
    };
};
export interface ShareListVariables {
    listId: string;
    level: ListLevel;
    days?: number | null;
}
export const shareList: Operation<ShareList, ShareListVariables> = {
    id: 'sha256:86fde0ad940f1025a74efb21167fdf7a7dac1433a4a173da6691f63173e63d26',
    name: 'ShareList',
};

export type EndShare = {
    endListShare: {
        list: {
            id: string;
        } | null;
    };
};
export interface EndShareVariables {
    shareId: string;
}
export const endShare: Operation<EndShare, EndShareVariables> = {
    id: 'sha256:05ee86ef58e9b8e2a18f67addf01a2b1576e357e35969a4d6440b637a447a164',
    name: 'EndShare',
};

export type Shares = {
    list: {
        shares: {
            nodes: {
                id: string;
                level: ListLevel;
                madeAt: string;
                expiresAt: string;
            }[];
        };
    } | null;
};
export interface SharesVariables {
    listId: string;
}
export const shares: Operation<Shares, SharesVariables> = {
    id: 'sha256:24b3136f535f5883502c520ffb9eb4afb4cc7a8556c08a40f49c721ddc04209b',
    name: 'Shares',
};

export type HadBefore = {
    list: {
        hadBefore: {
            nodes: ({
                name: string;
                quantityMilli: number;
                unit: string | null;
                category: string | null;
                times: number;
                lastAt: string;
                product: {
                    id: string;
                } | null;
            })[];
        };
    } | null;
};
export interface HadBeforeVariables {
    listId: string;
}
export const hadBefore: Operation<HadBefore, HadBeforeVariables> = {
    id: 'sha256:f77d777d404aa732fa5ace6df9e7e473e9c182ccd5d8c767e6fc771194332c7d',
    name: 'HadBefore',
};

export type News = {
    listNews: {
        listId: string;
        kind: ListNewsKind;
        seq: number;
        name: string | null;
        isArchived: boolean | null;
        items: ({
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
            addedById: string;
            addedAt: string;
            changedAt: string;
            productId: string | null;
        })[];
    };
};
export interface NewsVariables {
    lists: ListCursorInput[];
}
export const news: Operation<News, NewsVariables> = {
    id: 'sha256:83ce7b0f711f767f79da16e886e107114c36d51b48eb9f31f21d082653cf1b8a',
    name: 'News',
};

export type Me = {
    me: {
        email: string | null;
        name: string | null;
        country: string;
        locale: string;
        plan: string;
        isGuest: boolean;
        deleteAfter: string | null;
        households: {
            nodes: {
                id: string;
                name: string;
                country: string;
                role: HouseholdRole;
            }[];
        };
    } | null;
};
export interface MeVariables {
}
export const me: Operation<Me, MeVariables> = {
    id: 'sha256:b82b25a492f8e47cb239b7e3f877220d800acb82298c9d6008796444fd7a8f22',
    name: 'Me',
};

export type Guest = {
    createGuest: {
        expiresAt: string;
        isGuest: boolean;
    };
};
export interface GuestVariables {
    country: string;
    locale?: string | null;
}
export const guest: Operation<Guest, GuestVariables> = {
    id: 'sha256:a6b21c4711ede7815b5d91520eedd9b5018a8b5b49ec8d36325514ade371f84f',
    name: 'Guest',
};

export type Refresh = {
    refresh: {
        expiresAt: string;
        isGuest: boolean;
    };
};
export interface RefreshVariables {
}
export const refresh: Operation<Refresh, RefreshVariables> = {
    id: 'sha256:7dc25dd4803e1123b9fcd0ce3fea3a61bb77032904449ffafe32affc8a5095f1',
    name: 'Refresh',
};

export type SignIn = {
    signIn: {
        expiresAt: string;
        isGuest: boolean;
    };
};
export interface SignInVariables {
    email: string;
    password: string;
}
export const signIn: Operation<SignIn, SignInVariables> = {
    id: 'sha256:36961c4d8ebc7c031306628232f80622d770df68665f0a8f4b9bff722b34e226',
    name: 'SignIn',
};

export type SignOut = {
    signOut: boolean;
};
export interface SignOutVariables {
}
export const signOut: Operation<SignOut, SignOutVariables> = {
    id: 'sha256:39300be1f6ff47633a8c264de2a924d5b71367b646d3bf86d82d7c51c6543956',
    name: 'SignOut',
};

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

export type ProductAt = {
    product: {
        id: string;
        name: string;
        brand: string | null;
        sizeAmount: number | null;
        sizeUnit: SizeUnit | null;
        packCount: number;
        isWeighed: boolean;
        imageUrl: string | null;
        pricesAt: {
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
                };
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
                source: string;
            })[];
        };
        dealsAt: {
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
        };
    } | null;
};
export interface ProductAtVariables {
    id: string;
    storeIds: string[];
}
export const productAt: Operation<ProductAt, ProductAtVariables> = {
    id: 'sha256:a5bb2a19bd8fea164721620ea89341312f388274edd27ff8a743671ac4e48f57',
    name: 'ProductAt',
};

export type ProductNear = {
    product: {
        id: string;
        name: string;
        brand: string | null;
        sizeAmount: number | null;
        sizeUnit: SizeUnit | null;
        packCount: number;
        isWeighed: boolean;
        imageUrl: string | null;
        pricesNear: {
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
                };
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
                source: string;
            })[];
        };
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
        };
    } | null;
};
export interface ProductNearVariables {
    id: string;
    lat: number;
    lon: number;
}
export const productNear: Operation<ProductNear, ProductNearVariables> = {
    id: 'sha256:678ed72327bde66b69f45d574ca5436f2518534aa6695aef0457f67806f4c813',
    name: 'ProductNear',
};

export type ProductAnywhere = {
    product: {
        id: string;
        name: string;
        brand: string | null;
        sizeAmount: number | null;
        sizeUnit: SizeUnit | null;
        packCount: number;
        isWeighed: boolean;
        imageUrl: string | null;
        prices: {
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
                };
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
                source: string;
            })[];
        };
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
        };
    } | null;
};
export interface ProductAnywhereVariables {
    id: string;
}
export const productAnywhere: Operation<ProductAnywhere, ProductAnywhereVariables> = {
    id: 'sha256:e9e44f0fdfda2cf6803f369688ff249b836ee8071135200e6dbc93d3cb87ea10',
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
    id: 'sha256:0a791c6e356ad532806ba6cea226a10b2017a5b5f9461a717c535c65102a5d68',
    name: 'PriceHistory',
};

export type Profile = {
    me: {
        plan: string;
        deleteAfter: string | null;
        limits: {
            households: number;
            members: number;
            lists: number;
            items: number;
        };
        households: {
            nodes: ({
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
            })[];
        };
        sessions: {
            nodes: ({
                id: string;
                usedAt: string;
                address: string | null;
                agent: string | null;
            })[];
        };
    } | null;
};
export interface ProfileVariables {
}
export const profile: Operation<Profile, ProfileVariables> = {
    id: 'sha256:bc04f8841f35b87f68155dd8c40c13d3964f11eea7e35eb50b0b7793fe226bf6',
    name: 'Profile',
};

export type HomeStores = {
    me: {
        households: {
            nodes: ({
                id: string;
                stores: {
                    nodes: ({
                        isFavourite: boolean;
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
export interface HomeStoresVariables {
}
export const homeStores: Operation<HomeStores, HomeStoresVariables> = {
    id: 'sha256:b279afb1d5586512183f8d80856b622e0e241ae9826dda9921a84661e055829f',
    name: 'HomeStores',
};

export type Retailers = {
    retailers: {
        nodes: {
            id: string;
            name: string;
        }[];
    };
};
export interface RetailersVariables {
}
export const retailers: Operation<Retailers, RetailersVariables> = {
    id: 'sha256:f5049483b2020a994b989a00a3fa07bad988adfc787532bf50508f97650b9d71',
    name: 'Retailers',
};

export type StoresOf = {
    retailer: {
        stores: {
            nodes: ({
                id: string;
                name: string | null;
                address: string | null;
                city: string | null;
                retailer: {
                    id: string;
                    name: string;
                };
            })[];
            pageInfo: {
                hasNextPage: boolean;
                endCursor: string | null;
            };
        };
    } | null;
};
export interface StoresOfVariables {
    retailerId: string;
    after?: string | null;
}
export const storesOf: Operation<StoresOf, StoresOfVariables> = {
    id: 'sha256:89979424668566ffbe5d49c817b237f36bd05eb4ef53aa2a7adc7836b558ac2f',
    name: 'StoresOf',
};

export type Invite = {
    inviteToHousehold: {
        id: string;
        link: string | null;
        expiresAt: string;
    };
};
export interface InviteVariables {
    householdId: string;
    role: HouseholdRole;
    email?: string | null;
}
export const invite: Operation<Invite, InviteVariables> = {
    id: 'sha256:bcdda797dc120d99654bdc14270e6d85ccbde0f155d703f49c60081ae9256d0e',
    name: 'Invite',
};

export type TakeBack = {
    revokeInvitation: boolean;
};
export interface TakeBackVariables {
    invitationId: string;
}
export const takeBack: Operation<TakeBack, TakeBackVariables> = {
    id: 'sha256:a0a7159a1a08396ff011c4ff21a88d26f4b08e5f1acae86e4f7df1421a0410e1',
    name: 'TakeBack',
};

export type RenameHousehold = {
    renameHousehold: {
        id: string;
    };
};
export interface RenameHouseholdVariables {
    householdId: string;
    name: string;
}
export const renameHousehold: Operation<RenameHousehold, RenameHouseholdVariables> = {
    id: 'sha256:fc602c76573f75a38d8a04ad5c722c446a3458e7c956f85a510a9384d5dcc27a',
    name: 'RenameHousehold',
};

export type SetRole = {
    setMemberRole: {
        id: string;
    };
};
export interface SetRoleVariables {
    householdId: string;
    personId: string;
    role: HouseholdRole;
}
export const setRole: Operation<SetRole, SetRoleVariables> = {
    id: 'sha256:def45dc8514f32b9fc777888b909a7f774b79be9fd610a3eef4164cbb498045d',
    name: 'SetRole',
};

export type RemoveMember = {
    removeMember: {
        id: string;
    };
};
export interface RemoveMemberVariables {
    householdId: string;
    personId: string;
}
export const removeMember: Operation<RemoveMember, RemoveMemberVariables> = {
    id: 'sha256:39c60426e1acd0aa1aff17d6f97897512757dce2d6406dc9b8f69e8ab74c1fb8',
    name: 'RemoveMember',
};

export type HandOver = {
    handOverHousehold: {
        id: string;
    };
};
export interface HandOverVariables {
    householdId: string;
    personId: string;
}
export const handOver: Operation<HandOver, HandOverVariables> = {
    id: 'sha256:502e278941c783ed7a6680c2e04d6bbf3873fc42dd5684ed49c17c95069c36d5',
    name: 'HandOver',
};

export type Leave = {
    leaveHousehold: boolean;
};
export interface LeaveVariables {
    householdId: string;
}
export const leave: Operation<Leave, LeaveVariables> = {
    id: 'sha256:0e899aee627ce6f8ef2bc864154fdc6378ec2fc5cf88196fe364485622e5d120',
    name: 'Leave',
};

export type SaveStores = {
    setHouseholdStores: {
        id: string;
    };
};
export interface SaveStoresVariables {
    householdId: string;
    stores: HouseholdStoreInput[];
}
export const saveStores: Operation<SaveStores, SaveStoresVariables> = {
    id: 'sha256:f7091509c62e9eec0608a98c740d6258aca95a048ab072921b77d7b8ccf6e9e5',
    name: 'SaveStores',
};

export type CardNumber = {
    cardNumber: string | null;
};
export interface CardNumberVariables {
    cardId: string;
}
export const cardNumber: Operation<CardNumber, CardNumberVariables> = {
    id: 'sha256:854ac6cef1e08b9d592a8a7633836d76ca1c555c9a7ca219e67a1d0a91acabe6',
    name: 'CardNumber',
};

export type AddCard = {
    addLoyaltyCard: {
        id: string;
    };
};
export interface AddCardVariables {
    householdId: string;
    retailerId: string;
    number?: string | null;
    label?: string | null;
}
export const addCard: Operation<AddCard, AddCardVariables> = {
    id: 'sha256:a6f3e4b1af41d5474a385a93d8318abf9b36965a14404854199f17261f2a7be4',
    name: 'AddCard',
};

export type RemoveCard = {
    removeLoyaltyCard: {
        id: string;
    };
};
export interface RemoveCardVariables {
    cardId: string;
}
export const removeCard: Operation<RemoveCard, RemoveCardVariables> = {
    id: 'sha256:03c9658ef0010a0fe7da96d31427c2e573342895eacf44272526af350246f2a0',
    name: 'RemoveCard',
};

export type EndSession = {
    signOut: boolean;
};
export interface EndSessionVariables {
    sessionId: string;
}
export const endSession: Operation<EndSession, EndSessionVariables> = {
    id: 'sha256:94d46fe44753a19a9b6872346116e11325bc98757f083f4045f54f004cdd8104',
    name: 'EndSession',
};

export type EndAllSessions = {
    signOutEverywhere: boolean;
};
export interface EndAllSessionsVariables {
}
export const endAllSessions: Operation<EndAllSessions, EndAllSessionsVariables> = {
    id: 'sha256:052c2efec65baa2d96225f7a75c25acda1c522a4b0a5df704256277f5ab18c2a',
    name: 'EndAllSessions',
};

export type RequestExport = {
    requestExport: {
        state: ExportState;
    };
};
export interface RequestExportVariables {
}
export const requestExport: Operation<RequestExport, RequestExportVariables> = {
    id: 'sha256:ea86cbe62ac6f26f16a0d57ecfc08fc5a2bde9c95ad5bb174093d44ff7a3b898',
    name: 'RequestExport',
};

export type ExportProgress = {
    myExport: {
        state: ExportState;
        expiresAt: string | null;
        job: {
            state: JobState;
            done: number;
            total: number | null;
        } | null;
    } | null;
};
export interface ExportProgressVariables {
}
export const exportProgress: Operation<ExportProgress, ExportProgressVariables> = {
    id: 'sha256:638251d2ebac08d56fb72645e2e9b7ecf5adddb9b23d19bdb4cd8768fc1350b6',
    name: 'ExportProgress',
};

export type ExportParts = {
    myExport: {
        parts: {
            nodes: {
                json: string;
            }[];
            pageInfo: {
                hasNextPage: boolean;
                endCursor: string | null;
            };
        };
    } | null;
};
export interface ExportPartsVariables {
    after?: string | null;
}
export const exportParts: Operation<ExportParts, ExportPartsVariables> = {
    id: 'sha256:d7b3cd3e4bc9387ccb4e9aa9ab4ac99902beaedcf2135d5b292d845b2dd1e668',
    name: 'ExportParts',
};

export type DeleteAccount = {
    deleteAccount: string;
};
export interface DeleteAccountVariables {
    password?: string | null;
}
export const deleteAccount: Operation<DeleteAccount, DeleteAccountVariables> = {
    id: 'sha256:d655a0470c79c86cb07299dc0eda6a1724e8dad3dee3808bc7a77e5448df3a86',
    name: 'DeleteAccount',
};

export type KeepAccount = {
    cancelDeletion: boolean;
};
export interface KeepAccountVariables {
}
export const keepAccount: Operation<KeepAccount, KeepAccountVariables> = {
    id: 'sha256:8465d13faec9916fa2484a23eb13cdf032715975a9e4fcd5119108aec06d00f5',
    name: 'KeepAccount',
};

export type PlanInput = {
    planInput: {
        version: string;
        at: string;
        document: string | null;
        notes: string[];
    } | null;
};
export interface PlanInputVariables {
    listId: string;
    input?: WhereToBuyInput | null;
    have?: string | null;
}
export const planInput: Operation<PlanInput, PlanInputVariables> = {
    id: 'sha256:f425346cca84eb181e2e5505dd440f27defd6102ed906ba5bc3f7564ccec5d13',
    name: 'PlanInput',
};

export type Shopping = {
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
                        isFavourite: boolean;
                        store: {
                            id: string;
                            name: string | null;
                            address: string | null;
                            city: string | null;
                            retailer: {
                                name: string;
                            };
                        } | null;
                    })[];
                };
            })[];
        };
    } | null;
};
export interface ShoppingVariables {
}
export const shopping: Operation<Shopping, ShoppingVariables> = {
    id: 'sha256:6627444f73a9137487de79afc998a7719b04bdc7e24548c5b065c1d00b0ec25c',
    name: 'Shopping',
};

export type StoresNear = {
    storesNear: {
        nodes: ({
            distanceM: number;
            store: {
                id: string;
                name: string | null;
                address: string | null;
                city: string | null;
                retailer: {
                    name: string;
                };
            };
        })[];
    };
};
export interface StoresNearVariables {
    lat: number;
    lon: number;
    radiusM: number;
}
export const storesNear: Operation<StoresNear, StoresNearVariables> = {
    id: 'sha256:f9d6be3b983a3fc96732bc90979b31c33280cb9dc6956f2095fbf65927289c6a',
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
    id: 'sha256:3e94128286b21e6a3e2ea77054965a8d02b50552d8f906e4bab5340306c17fd4',
    name: 'Towns',
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

export type Register = {
    registerAccount: boolean;
};
export interface RegisterVariables {
    email: string;
    password: string;
    name?: string | null;
    locale?: string | null;
}
export const register: Operation<Register, RegisterVariables> = {
    id: 'sha256:14e55fc4f863eaffac08ce72a0b350b1419206b719faac70a26bc0461f8ddb74',
    name: 'Register',
};

export type Verify = {
    verifyAccount: {
        expiresAt: string;
        isGuest: boolean;
    };
};
export interface VerifyVariables {
    token: string;
    password: string;
}
export const verify: Operation<Verify, VerifyVariables> = {
    id: 'sha256:4984a6382a904ceab8fdba8b1b2ded5d6fce91c212943ae43a1622516aabc192',
    name: 'Verify',
};

export type ForgotPassword = {
    requestPasswordReset: boolean;
};
export interface ForgotPasswordVariables {
    email: string;
}
export const forgotPassword: Operation<ForgotPassword, ForgotPasswordVariables> = {
    id: 'sha256:23fa98278b70f3d54add99752c527203526da8fb91f88ba947ae0290d9204e6f',
    name: 'ForgotPassword',
};

export type ResetPassword = {
    resetPassword: {
        expiresAt: string;
        isGuest: boolean;
    };
};
export interface ResetPasswordVariables {
    token: string;
    password: string;
}
export const resetPassword: Operation<ResetPassword, ResetPasswordVariables> = {
    id: 'sha256:f5b5e6bc3b7ade02e448454be9786d0e3de9b9f25eee9001caa0df2119ee5c61',
    name: 'ResetPassword',
};

export type ConfirmEmail = {
    confirmEmail: boolean;
};
export interface ConfirmEmailVariables {
    token: string;
    password: string;
}
export const confirmEmail: Operation<ConfirmEmail, ConfirmEmailVariables> = {
    id: 'sha256:acba6e4d8fad224435fd49372451ffe22e04152fd9ab1255ede953e39363ee77',
    name: 'ConfirmEmail',
};

export type Join = {
    joinHousehold: {
        id: string;
        name: string;
        role: HouseholdRole;
    };
};
export interface JoinVariables {
    token: string;
}
export const join: Operation<Join, JoinVariables> = {
    id: 'sha256:dfbc60d3b8456ae12c8921cb8f3b39b071a903e5fd050362fc8aee5df6a93a21',
    name: 'Join',
};
