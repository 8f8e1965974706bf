/* What is kept of lists on this device, and how it is shown. */
import type { ListLevel, ListOpInput } from '../api/types.ts';

export interface List {
    id: string;
    name: string;
    isArchived: boolean;
    level: ListLevel;
    householdId: string | null;
    isByLink: boolean; // one has it by a link alone
    refused: string | null; // why the server does not make it: a reason, or a code
    openCount: number;
}

export interface Item {
    id: string;
    listId: string;
    name: string;
    quantityMilli: number;
    unit: string | null;
    note: string | null;
    photo: string | null;
    category: string | null;
    position: string;
    isTicked: boolean;
    addedById: string | null;
    addedByName: string | null;
    addedAt: string;
    changedAt: string;
    productId: string | null;
    isUnsent: boolean;
}

/* An edit as it is kept until it is answered: what is sent, word by word. */
export type Op = ListOpInput;

/* A list as the server has it, and up to which change its items are known. */
export interface ListRow {
    id: string; // 'local:<uuid>' until the server has made it
    name: string;
    isArchived: boolean;
    level: ListLevel;
    householdId: string | null;
    cursor: number;
    refused?: string; // as List's: it stays local
    isFirst?: boolean; // made by the app, not by the shopper: not sent while nothing is on it
    share?: string; // the token of the link by which one has it: all that is asked of it is so
}

/* An item as the server has it; deleted ones too. */
export interface ItemRow extends Omit<Item, 'isUnsent'> {
    seq: number;
    isDeleted: boolean;
    stamps: string[];
}

/*
 * A change of what is kept: applied to memory, written in one transaction and told to the other
 * tabs as it is. In this order:
 */
export interface Patch {
    goneLists?: string[]; // with all that is of them; their ops are in `doneOps`
    emptiedLists?: string[]; // their items are to be told anew
    renamed?: [from: string, to: string]; // `lists` and `ops` have it under the new id
    lists?: ListRow[];
    items?: ItemRow[];
    ops?: Op[];
    doneOps?: Op[];
    meta?: Record<string, unknown>; // undefined: taken away
}

/* All that is kept. */
export interface Kept {
    lists: ListRow[];
    items: ItemRow[];
    ops: Op[];
    meta: Record<string, unknown>;
}

export const LOCAL = 'local:';

export function isLocal(listId: string): boolean {
    return listId.startsWith(LOCAL);
}
