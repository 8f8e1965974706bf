// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';
import type { DealKind, PriceUnit, SizeUnit } from '../api/types.ts';

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
    id: 'sha256:b00bdd6c1f2eeb52c968002c13f86d929bfbfdf2fa07fd0f2b621b074fb67981',
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
    id: 'sha256:e32737fb40893721ade24ac2ce83832f0192d35f9741e41d49af9cc837a7404f',
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
    id: 'sha256:e2fff04440574a150b8691dac805806fef621c1c1a6b70d6e80b6ba1e133b6f6',
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
