/* Lists kept in memory, as src/sync/db.ts does it in IndexedDB. */
import type { ItemRow, ListRow, Op, Patch } from '../../src/sync/model.ts';
import type { Store } from '../../src/sync/store.ts';

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

    function put(patch: Patch): void {
        for (const listId of [...patch.goneLists ?? [], ...(patch.renamed ?? []).slice(0, 1)]) {
            lists.delete(listId);
            packs.delete(listId);
            takeAway(items, isOf(listId));
        }
        patch.emptiedLists?.forEach((listId) => takeAway(items, isOf(listId)));
        patch.lists?.forEach((row) => lists.set(row.id, row));
        patch.items?.forEach((row) => items.set(`${row.listId} ${row.id}`, row));
        patch.ops?.forEach((op) => ops.set(op.id, op));
        patch.doneOps?.forEach((op) => ops.delete(op.id));
        Object.entries(patch.meta ?? {}).forEach(([key, value]) => meta.set(key, value));
    }

    return {
        read: async () => ({ lists: [...lists.values()], items: [...items.values()],
            ops: [...ops.values()], meta: Object.fromEntries(meta) }),
        write: async (patch) => put(patch),
        async replace(whole) {
            [lists, items, ops, meta].forEach((rows) => rows.clear());
            put(whole());
        },
        async wipe(kept) {
            [lists, items, ops, meta, packs].forEach((rows) => rows.clear());
            put({ meta: kept });
        },
        readPack: async (listId) => packs.get(listId),
        async writePack(listId, pack) {
            packs.set(listId, structuredClone(pack));
        },
    };
}
