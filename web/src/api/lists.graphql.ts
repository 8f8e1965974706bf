// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';
import type { ListCursorInput, ListLevel, ListNewsKind, ListOpInput, OpCode } from '../api/types.ts';

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
