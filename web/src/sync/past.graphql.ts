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
    id: 'sha256:0d4800cd915d926af80c6fafda31193e7896ad6ea46d893b3a3554a372c2da1e',
    name: 'HadBefore',
};
