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
    id: 'sha256:f77d777d404aa732fa5ace6df9e7e473e9c182ccd5d8c767e6fc771194332c7d',
    name: 'HadBefore',
};
