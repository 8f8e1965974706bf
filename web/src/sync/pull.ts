/* What the server has: fetched list by list behind a cursor, or told live. */
import type { Api } from '../api/ask.ts';
import { changes, type Changes, myLists, type MyLists, type News } from '../api/lists.graphql.ts';
import type { ItemRow as AskedRow } from '../api/types.ts';
import { isLocal, type ItemRow, type ListRow, type Op, type Patch } from './model.ts';
import type { Replica } from './replica.ts';

const PAGE = 100;

export interface Pull {
    /* All lists that one may see; fetches those of which there is news. */
    lists(): Promise<void>;
    /* What changed in a list; `done` are ops whose outcome is in it. */
    list(listId: string, done?: Op[]): Promise<void>;
    /* An event of the live stream. False: the list is to be fetched. */
    takeNews(news: News['listNews']): boolean;
}

export interface PullContext {
    replica: Replica;
    ask: Api['ask'];
    commit(patch: Patch): void;
    names: Map<string, string | null>; // of people, by id
    /*
     * Throws unless the server still knows who asks: to nobody all lists are gone, and what is kept
     * of them must not go with a cookie.
     */
    confirm(): Promise<void>;
}

function rowOf(listId: string, { product, addedBy, ...row }: AskedRow): ItemRow {
    return { ...row, listId, addedById: addedBy?.id ?? null, addedByName: addedBy?.name ?? null,
        productId: product?.id ?? null };
}

type Page = NonNullable<Changes['listChanges']>;
type Found = MyLists['lists']['nodes'][number];

export function createPull({ replica, ask, commit, names, confirm }: PullContext): Pull {
    const cuts = new Map<string, { since: number; after: string }>(); // lists read half

    /*
     * Lists of which more is known to be than was heard, and what was heard last of that: until it
     * is fetched the cursor must not move over it.
     */
    const gaps = new Map<string, News['listNews']>();

    /* Rows may come twice, and an older one after a newer. */
    function newer(rows: ItemRow[]): ItemRow[] {
        return rows.filter((row) => row.seq >= (replica.itemRow(row.listId, row.id)?.seq ?? 0));
    }

    function rowAt(listId: string, list: Omit<ListRow, 'id' | 'cursor'>, cursor: number): ListRow {
        const { name, isArchived, level, householdId } = list;
        return { id: listId, name, isArchived, level, householdId, cursor };
    }

    async function fetchPage(listId: string, since: number, first: number,
        after: string | null): Promise<Page | null> {
        return (await ask(changes, { listId, since, first, after })).listChanges;
    }

    /* The list under this id: not another that has become of it. */
    function kept(listId: string): ListRow | undefined {
        const row = replica.rowOf(listId);
        return row?.id === listId ? row : undefined;
    }

    async function forget(listId: string): Promise<void> {
        await confirm();
        commit({ goneLists: [listId] });
    }

    function rowsOf(listId: string, page: Page): ItemRow[] {
        const rows = page.items.nodes.map((row) => rowOf(listId, row));
        rows.forEach((row) => row.addedById !== null && names.set(row.addedById, row.addedByName));
        return rows;
    }

    function listAt(listId: string, page: Page, cursor: number): ListRow {
        const { household, ...list } = page.list!;
        return rowAt(listId, { ...list, householdId: household?.id ?? null }, cursor);
    }

    /* The whole list: shown when all of it is there. */
    async function fetchAnew(listId: string, done: Op[]): Promise<void> {
        const items: ItemRow[] = [];
        for (let after: string | null = null; ;) {
            const page: Page | null = await fetchPage(listId, 0, PAGE, after);
            if (page === null || page.list === null)
                return forget(listId);
            items.push(...rowsOf(listId, page));
            after = page.items.pageInfo.hasNextPage ? page.items.pageInfo.endCursor : null;
            if (after === null && kept(listId) !== undefined)
                commit({ emptiedLists: [listId], lists: [listAt(listId, page, page.seq)], items,
                    doneOps: done });
            if (after === null)
                return;
        }
    }

    /*
     * Page by page in the order of changes; the cursor moves with the last. What was changed while
     * they were read is at the end, so it may go on where it was cut off.
     */
    async function fetchList(listId: string, done: Op[] = []): Promise<void> {
        const since = kept(listId)?.cursor;
        if (since === undefined)
            return;
        // asked for no more than likely came: it is paid by the row
        const first = since === 0 || done.length === 0 ? PAGE : Math.min(done.length + 10, PAGE);
        const cut = cuts.get(listId);
        const gap = gaps.get(listId);
        for (let after = cut?.since === since ? cut.after : null; ;) {
            const page = await fetchPage(listId, since, first, after);
            const row = kept(listId);
            if (row === undefined)
                return;
            if (page === null || page.list === null)
                return forget(listId);
            if (page.mustResync)
                return fetchAnew(listId, done);
            after = page.items.pageInfo.hasNextPage ? page.items.pageInfo.endCursor : null;
            commit({
                lists: [listAt(listId, page, after === null ? Math.max(page.seq, row.cursor)
                    : row.cursor)],
                items: newer(rowsOf(listId, page)),
                doneOps: after === null ? done : [],
            });
            if (after === null) {
                cuts.delete(listId);
                if (gaps.get(listId) === gap)
                    gaps.delete(listId);
                return;
            }
            cuts.set(listId, { since, after });
        }
    }

    async function fetchAllLists(): Promise<Found[]> {
        const found: Found[] = [];
        let after: string | null = null;
        do {
            const { lists }: MyLists = await ask(myLists, { after });
            found.push(...lists.nodes);
            after = lists.pageInfo.hasNextPage ? lists.pageInfo.endCursor : null;
        } while (after !== null);
        return found;
    }

    /* A list that the app made by itself and nobody used is not needed beside others. */
    function gone(found: Found[]): string[] {
        const ids = new Set(found.map((list) => list.id));
        const isUnused = (row: ListRow): boolean => row.isFirst === true && found.length > 0 &&
            !replica.ops().some((op) => op.listId === row.id);
        return replica.allRows().filter((row) =>
            (isLocal(row.id) ? isUnused(row) : !ids.has(row.id))).map((row) => row.id);
    }

    function takeNews(news: News['listNews']): boolean {
        const row = kept(news.listId);
        if (row === undefined)
            return true;
        if (news.kind !== 'CHANGES') {
            gaps.set(row.id, news);
            return false;
        }
        const unknown = news.items.filter((item) => !names.has(item.addedById));
        const isKnown = unknown.length === 0;
        unknown.forEach((item) => names.set(item.addedById, null)); // asked for once
        if (!isKnown) // who is not known yet may have a name: the rows are fetched, which have it
            gaps.set(row.id, news);
        commit({
            lists: [rowAt(row.id, { ...row, name: news.name ?? row.name,
                isArchived: news.isArchived ?? row.isArchived },
            gaps.has(row.id) ? row.cursor : Math.max(row.cursor, news.seq))],
            items: newer(news.items.map((item) => ({ ...item, listId: row.id,
                addedByName: names.get(item.addedById) ?? null }))),
        });
        return isKnown;
    }
    return {
        async lists() {
            const known = new Set(replica.allRows().map((row) => row.id));
            const found = await fetchAllLists();
            const cursorOf = (id: string): number => replica.rowOf(id)?.cursor ?? 0;
            // one that came while this was asked is left alone
            const goneLists = gone(found).filter((id) => known.has(id));
            commit({ goneLists, lists: found.map(({ household, ...list }) => rowAt(list.id,
                { ...list, householdId: household?.id ?? null }, cursorOf(list.id))) });
            for (const list of found)
                if (list.seq > cursorOf(list.id))
                    await fetchList(list.id);
        },
        list: fetchList,
        takeNews,
    };
}
