/* Where lists are kept. In memory here, for tests and for browsers that let pages keep nothing. */
import type { ItemRow, Kept, ListRow, Op, Patch } from './model.ts';

export interface Store {
    /* False: what is kept is gone with the page. */
    isLasting: boolean;
    read(): Promise<Kept>;
    /* All of it or nothing. Writes are done in the order in which they were asked for. */
    write(patch: Patch): Promise<void>;
    wipe(): Promise<void>;
    /* What a list is planned from, beside it and gone with it; large, so it is not in `read`. */
    readPack(listId: string): Promise<unknown>;
    writePack(listId: string, pack: unknown): Promise<void>;
}

function takeAway<Row>(rows: Map<string, Row>, isGone: (row: Row) => boolean): void {
    for (const [key, row] of rows)
        if (isGone(row))
            rows.delete(key);
}

export function createMemoryStore(): Store {
    const lists = new Map<string, ListRow>();
    const items = new Map<string, ItemRow>();
    const ops = new Map<string, Op>();
    const meta = new Map<string, unknown>();
    const packs = new Map<string, unknown>();
    const isOf = (listId: string) => (row: { listId: string }): boolean => row.listId === listId;

    return {
        isLasting: false,
        read: async () => ({ lists: [...lists.values()], items: [...items.values()],
            ops: [...ops.values()], meta: Object.fromEntries(meta) }),
        async write(patch) {
            for (const listId of [...patch.goneLists ?? [], ...(patch.renamed ?? []).slice(0, 1)]) {
                lists.delete(listId);
                packs.delete(listId);
                takeAway(items, isOf(listId));
                takeAway(ops, isOf(listId));
            }
            patch.emptiedLists?.forEach((listId) => takeAway(items, isOf(listId)));
            patch.lists?.forEach((row) => lists.set(row.id, row));
            patch.items?.forEach((row) => items.set(`${row.listId} ${row.id}`, row));
            patch.ops?.forEach((op) => ops.set(op.id, op));
            patch.doneOps?.forEach((op) => ops.delete(op.id));
            Object.entries(patch.meta ?? {}).forEach(([key, value]) => meta.set(key, value));
        },
        async wipe() {
            [lists, items, ops, meta, packs].forEach((rows) => rows.clear());
        },
        readPack: async (listId) => packs.get(listId),
        async writePack(listId, pack) {
            packs.set(listId, structuredClone(pack));
        },
    };
}
