// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';

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
    id: 'sha256:d1e131c4251728027a80150c444a70f57fd4f4754f2b03870d251d7ec3d0ee82',
    name: 'HadBefore',
};
