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
    outbox: { key: string; value: Op };
    meta: { key: string; value: unknown };
    packs: { key: string; value: unknown };
}
type Database = IDBPDatabase<Schema>;
type Writing = IDBPTransaction<Schema, typeof STORES, 'readwrite'>;

function ofList(listId: string): IDBKeyRange {
    return IDBKeyRange.bound([listId], [listId, []]);
}

function put(tx: Writing, patch: Patch): Promise<unknown>[] {
    const [lists, items, packs] = [tx.objectStore('lists'), tx.objectStore('items'), tx.objectStore('packs')];
    const [outbox, meta] = [tx.objectStore('outbox'), tx.objectStore('meta')];
    const gone = [...patch.goneLists ?? [], ...(patch.renamed ?? []).slice(0, 1)];
    return [
        ...gone.flatMap((listId) => [lists.delete(listId), packs.delete(listId)]),
        ...[...gone, ...patch.emptiedLists ?? []].map((listId) => items.delete(ofList(listId))),
        ...(patch.lists ?? []).map((row) => lists.put(row)),
        ...(patch.items ?? []).map((row) => items.put(row)),
        ...(patch.ops ?? []).map((op) => outbox.put(op)),
        ...(patch.doneOps ?? []).map((op) => outbox.delete(op.id)),
        ...Object.entries(patch.meta ?? {}).map(([key, value]) =>
            (value === undefined ? meta.delete(key) : meta.put(value, key))),
    ];
}

/*
 * An edit is on the disk when this is done; what the server can tell again need not be. A page that is
 * left gets no answer more: a transaction that waited for one, be it to end by itself, would be lost
 * with all that were asked for behind it.
 */
async function write(db: Database, patch: Patch): Promise<void> {
    const durability = patch.ops === undefined ? 'relaxed' : 'strict';
    const tx = db.transaction(STORES, 'readwrite', { durability });
    const puts = put(tx, patch);
    tx.commit();
    await Promise.all([tx.done, ...puts]);
}

/* Once the first answer is there, no other tab is writing. */
async function replace(db: Database, whole: () => Kept): Promise<void> {
    const tx = db.transaction(STORES, 'readwrite', { durability: 'strict' });
    const packs = tx.objectStore('packs');
    const fill = async (): Promise<unknown> => {
        const priced = await packs.getAllKeys();
        const kept = whole();
        const gone = priced.filter((listId) => kept.lists.every((row) => row.id !== listId));
        const puts = [...WHOLE.map((name) => tx.objectStore(name).clear()),
            ...gone.map((listId) => packs.delete(listId)), ...put(tx, kept)];
        tx.commit();
        return Promise.all(puts);
    };
    await Promise.all([tx.done, fill()]);
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
            opened.createObjectStore('outbox', { keyPath: 'id' });
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
