/* Lists kept in IndexedDB: each patch in one transaction, so that a crash leaves no half of it. */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import type { ItemRow, Kept, ListRow, Op, Patch } from './model.ts';
import { createMemoryStore, type Store } from './store.ts';

const NAME = 'smartcart';
const VERSION = 1;
const STORES = ['lists', 'items', 'outbox', 'meta', 'packs'] as const;

interface Schema extends DBSchema {
    lists: { key: string; value: ListRow };
    items: { key: [listId: string, id: string]; value: ItemRow };
    outbox: { key: string; value: Op; indexes: { list: string } };
    meta: { key: string; value: unknown };
    packs: { key: string; value: unknown };
}
type Database = IDBPDatabase<Schema>;
type Writing = IDBPTransaction<Schema, typeof STORES, 'readwrite'>;

function ofList(listId: string): IDBKeyRange {
    return IDBKeyRange.bound([listId], [listId, []]);
}

async function takeAway(tx: Writing, listId: string): Promise<void> {
    const outbox = tx.objectStore('outbox');
    const ops = await outbox.index('list').getAllKeys(listId);
    await Promise.all([tx.objectStore('lists').delete(listId), tx.objectStore('packs').delete(listId),
        tx.objectStore('items').delete(ofList(listId)), ...ops.map((id) => outbox.delete(id))]);
}

/* An edit is on the disk when this is done; what the server can tell again need not be. */
async function write(db: Database, patch: Patch): Promise<void> {
    const durability = patch.ops === undefined ? 'relaxed' : 'strict';
    const tx = db.transaction(STORES, 'readwrite', { durability });
    const [lists, items] = [tx.objectStore('lists'), tx.objectStore('items')];
    const [outbox, meta] = [tx.objectStore('outbox'), tx.objectStore('meta')];
    for (const listId of [...patch.goneLists ?? [], ...(patch.renamed ?? []).slice(0, 1)])
        await takeAway(tx, listId);
    const puts = [
        ...(patch.emptiedLists ?? []).map((listId) => items.delete(ofList(listId))),
        ...(patch.lists ?? []).map((row) => lists.put(row)),
        ...(patch.items ?? []).map((row) => items.put(row)),
        ...(patch.ops ?? []).map((op) => outbox.put(op)),
        ...(patch.doneOps ?? []).map((op) => outbox.delete(op.id)),
        ...Object.entries(patch.meta ?? {}).map(([key, value]) =>
            (value === undefined ? meta.delete(key) : meta.put(value, key))),
    ];
    tx.commit(); // by itself it is done after an answer, which a page that is left waits for no more
    await Promise.all([...puts, tx.done]);
}

async function read(db: Database): Promise<Kept> {
    const tx = db.transaction(STORES);
    const [lists, items, ops, keys, values] = await Promise.all([
        tx.objectStore('lists').getAll(), tx.objectStore('items').getAll(),
        tx.objectStore('outbox').getAll(), tx.objectStore('meta').getAllKeys(),
        tx.objectStore('meta').getAll()]);
    return { lists, items, ops, meta: Object.fromEntries(keys.map((key, i) => [key, values[i]])) };
}

/* A browser that gives no IndexedDB (private windows, some settings) gets memory instead. */
export async function openStore(): Promise<Store> {
    try {
        const db = await openDB<Schema>(NAME, VERSION, {
            upgrade(opened) {
                opened.createObjectStore('lists', { keyPath: 'id' });
                opened.createObjectStore('items', { keyPath: ['listId', 'id'] });
                opened.createObjectStore('outbox', { keyPath: 'id' }).createIndex('list', 'listId');
                opened.createObjectStore('meta');
                opened.createObjectStore('packs');
            },
            blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
        });
        let last: Promise<void> = Promise.resolve();
        return {
            isLasting: true,
            read: () => read(db),
            write: (patch) => (last = write(db, patch)),
            async wipe() {
                await last.catch(() => undefined);
                const tx = db.transaction(STORES, 'readwrite');
                STORES.forEach((name) => void tx.objectStore(name).clear());
                tx.commit();
                await tx.done;
            },
            readPack: (listId) => db.get('packs', listId),
            async writePack(listId, pack) {
                await db.put('packs', pack, listId);
            },
        };
    } catch {
        return createMemoryStore();
    }
}
