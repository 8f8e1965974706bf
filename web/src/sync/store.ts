/* Where lists are kept. In memory here, for tests and for browsers that let pages keep nothing. */
import type { Kept, Patch } from './model.ts';

export interface Store {
    /* False: what is kept is gone with the page. */
    isLasting: boolean;
    read(): Promise<Kept>;
    /* All of it or nothing. Writes are done in the order in which they were asked for. */
    write(patch: Patch): Promise<void>;
    wipe(): Promise<void>;
}

function put<Row>(keyOf: (row: Row) => string, rows: Row[], news: Row[] = []): Row[] {
    return [...new Map([...rows, ...news].map((row) => [keyOf(row), row])).values()];
}

export function createMemoryStore(): Store {
    let kept: Kept = { lists: [], items: [], ops: [], meta: {} };

    return {
        isLasting: false,
        read: async () => structuredClone(kept),
        async write(patch) {
            const { goneLists = [], emptiedLists = [], renamed, lists, items, ops, doneOps = [], meta }
                = structuredClone(patch);
            const done = new Set(doneOps.map((op) => op.id));
            const gone = new Set([...goneLists, ...(renamed ?? []).slice(0, 1)]);
            const isLeft = (listId: string): boolean => !gone.has(listId);
            kept = {
                lists: put((row) => row.id, kept.lists.filter((row) => isLeft(row.id)), lists),
                items: put((row) => `${row.listId} ${row.id}`, kept.items.filter((row) =>
                    isLeft(row.listId) && !emptiedLists.includes(row.listId)), items),
                ops: put((op) => op.id, kept.ops.filter((op) => isLeft(op.listId)), ops)
                    .filter((op) => !done.has(op.id)),
                meta: { ...kept.meta, ...meta },
            };
        },
        async wipe() {
            kept = { lists: [], items: [], ops: [], meta: {} };
        },
    };
}
