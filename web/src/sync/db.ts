/* Lists kept in IndexedDB: each patch in one transaction, so that a crash leaves no half of it. */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import type { ItemRow, Kept, ListRow, Op, Patch } from './model.ts';
import type { Store } from './store.ts';

const NAME = 'smartcart';
const VERSION = 1;
const WHOLE = ['lists', 'items', 'outbox', 'meta'] as const; // what is read and replaced as one
const STORES = [...WHOLE, 'packs'] as const;

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

function put(tx: Writing, patch: Patch): Promise<unknown>[] {
    const [lists, items] = [tx.objectStore('lists'), tx.objectStore('items')];
    const [outbox, meta] = [tx.objectStore('outbox'), tx.objectStore('meta')];
    return [
        ...(patch.emptiedLists ?? []).map((listId) => items.delete(ofList(listId))),
        ...(patch.lists ?? []).map((row) => lists.put(row)),
        ...(patch.items ?? []).map((row) => items.put(row)),
        ...(patch.ops ?? []).map((op) => outbox.put(op)),
        ...(patch.doneOps ?? []).map((op) => outbox.delete(op.id)),
        ...Object.entries(patch.meta ?? {}).map(([key, value]) =>
            (value === undefined ? meta.delete(key) : meta.put(value, key))),
    ];
}

async function fill(tx: Writing, work: () => Promise<Promise<unknown>[]>): Promise<void> {
    const puts = await work();
    tx.commit(); // by itself it is done after an answer, which a page that is left waits for no more
    await Promise.all(puts);
}

/* An edit is on the disk when this is done; what the server can tell again need not be. */
async function write(db: Database, patch: Patch): Promise<void> {
    const durability = patch.ops === undefined ? 'relaxed' : 'strict';
    const tx = db.transaction(STORES, 'readwrite', { durability });
    await Promise.all([tx.done, fill(tx, async () => {
        for (const listId of [...patch.goneLists ?? [], ...(patch.renamed ?? []).slice(0, 1)])
            await takeAway(tx, listId);
        return put(tx, patch);
    })]);
}

/* Once the first answer is there, no other tab is writing. */
async function replace(db: Database, whole: () => Kept): Promise<void> {
    const tx = db.transaction(STORES, 'readwrite', { durability: 'strict' });
    const packs = tx.objectStore('packs');
    await Promise.all([tx.done, fill(tx, async () => {
        const priced = await packs.getAllKeys();
        const kept = whole();
        const gone = priced.filter((listId) => kept.lists.every((row) => row.id !== listId));
        return [...WHOLE.map((name) => tx.objectStore(name).clear()),
            ...gone.map((listId) => packs.delete(listId)), ...put(tx, kept)];
    })]);
}

async function read(db: Database): Promise<Kept> {
    const tx = db.transaction(STORES);
    const [lists, items, ops, keys, values] = await Promise.all([
        tx.objectStore('lists').getAll(), tx.objectStore('items').getAll(),
        tx.objectStore('outbox').getAll(), tx.objectStore('meta').getAllKeys(),
        tx.objectStore('meta').getAll()]);
    return { lists, items, ops, meta: Object.fromEntries(keys.map((key, i) => [key, values[i]])) };
}

function open(onLost: () => void): Promise<Database> {
    return openDB<Schema>(NAME, VERSION, {
        upgrade(opened) {
            opened.createObjectStore('lists', { keyPath: 'id' });
            opened.createObjectStore('items', { keyPath: ['listId', 'id'] });
            opened.createObjectStore('outbox', { keyPath: 'id' }).createIndex('list', 'listId');
            opened.createObjectStore('meta');
            opened.createObjectStore('packs');
        },
        blocking(_from, _to, event) {
            (event.target as IDBDatabase).close();
            onLost();
        },
        terminated: onLost,
    });
}

/*
 * Browsers close the database under a page: one that was in the background, or whose data somebody
 * takes away. What is opened then is perhaps empty, and only the whole is written to it.
 */
export function createDisk(): Store {
    let db: Database | null = null;
    let isLost = false;

    async function opened(): Promise<Database> {
        db?.close();
        db = null;
        return db = await open(() => {
            db = null;
            isLost = true;
        });
    }
    return {
        read: async () => read(await opened()),
        async write(patch) {
            if (db === null || isLost)
                throw new Error('the database was closed');
            await write(db, patch);
        },
        async replace(whole) {
            await replace(await opened(), whole);
            isLost = false;
        },
        async wipe(meta) {
            const tx = (db ?? await opened()).transaction(STORES, 'readwrite');
            STORES.forEach((name) => void tx.objectStore(name).clear());
            Object.entries(meta).forEach(([key, value]) => void tx.objectStore('meta').put(value, key));
            tx.commit();
            await tx.done;
        },
        readPack: async (listId) => (db ?? await opened()).get('packs', listId),
        async writePack(listId, pack) {
            await (db ?? await opened()).put('packs', pack, listId);
        },
    };
}
