/*
 * Lists, as screens use them. An edit shows at once and is kept on the device a moment later; it
 * is sent when there is a signal, without anyone waiting for it.
 */
import { browser } from './browser.ts';
import { createCore } from './core.ts';
import { createSuggestions } from './suggest.ts';

export type { ItemDraft, ItemFields } from './edits.ts';
export type { SyncState } from './core.ts';
export type { Item, List } from './model.ts';
export type { Suggestion } from './suggest.ts';
export type { Edit } from './undo.ts';
export { readDraft } from './draft.ts';

export const core = createCore(browser);

export const { lists, itemsOf } = core.replica;
export const { syncState } = core;

/* Reads what is kept, then goes on by itself: sends, fetches and listens while the page is open. */
export const startSync = core.start;

/* The id that a list has now: one that was made offline ('local:...') gets the server's. */
export const resolveList = core.replica.resolve;

/* Works offline. Returns the id, which resolveList maps once the server has given another. */
export const { createList, addItem, editItem, stepItem, tickItems, moveItem, deleteItems,
    renameList, archiveList } = core.edits;

/* For the first visit: a list that is not sent while nothing is on it. */
export function createFirstList(name: string): string {
    return createList(name, true);
}

/* What was had before and is not on the list, at most 8; of all where nothing is typed. */
export const suggestions = createSuggestions(core, browser.nowMs);
