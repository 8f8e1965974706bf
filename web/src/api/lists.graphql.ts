// Made by tools/operations.mjs: not to be edited.
import type { Operation } from '../api/ask.ts';
import type { ItemRow, ListCursorInput, ListLevel, ListNewsKind, ListOpInput, OpCode } from '../api/types.ts';

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
    first?: number | null;
    after?: string | null;
}
export const myLists: Operation<MyLists, MyListsVariables> = {
    id: 'sha256:1a21edfec3b02ae07834e8f8574db2fea2189086994dc8ffdd10518a1990b6fb',
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
            nodes: ItemRow[];
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
