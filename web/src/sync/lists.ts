/*
 * Lists, as screens use them. An edit shows at once and is kept on the device in the same turn; it
 * is sent when there is a signal, without anyone waiting for it.
 */
import { createCore } from './core.ts';
import { createMemoryStore } from './store.ts';

export type { ItemDraft, ItemFields } from './edits.ts';
export type { SyncState } from './core.ts';
export type { Item, List } from './model.ts';
export type { Edit } from './undo.ts';

const core = createCore({
    openStore: async () => createMemoryStore(),
    nowMs: Date.now,
    newId: () => crypto.randomUUID(),
});

export const { lists, itemsOf } = core.replica;
export const { syncState } = core;

/* Reads what is kept, then goes on by itself: sends, fetches and listens while the page is open. */
export const startSync = core.start;

/* The id that a list has now: one that was made offline ('local:...') gets another from the server. */
export const resolveList = core.replica.resolve;

/* Works offline. Returns the id, which resolveList maps once the server has given another. */
export const { createList, addItem, editItem, stepItem, tickItems, moveItem, deleteItems, renameList,
    archiveList } = core.edits;
