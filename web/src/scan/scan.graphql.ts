// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';

export type ProductByGtin = {
    productByGtin: {
        id: string;
        name: string;
    } | null;
};
export interface ProductByGtinVariables {
    gtin: string;
}
export const productByGtin: Operation<ProductByGtin, ProductByGtinVariables> = {
    id: 'sha256:9f51210a1889a4596962f8fc273a596ce998476183167be64b31b10c03dccc69',
    name: 'ProductByGtin',
};
