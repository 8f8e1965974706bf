/* What the server has: fetched list by list behind a cursor, or told live. */
import { type Api, ApiError } from '../api/ask.ts';
import { changes, type Changes, myLists, type MyLists, type News } from '../api/lists.graphql.ts';
import type { ItemRow as AskedRow, ListLevel } from '../api/types.ts';
import { isLocal, type ItemRow, type ListRow, type Op, type Patch } from './model.ts';
import type { Replica } from './replica.ts';

const PAGE = 100;
const FIRST_LISTS = 20; // few people have more, and each that is asked for is paid
const FIRST_ITEMS = 10;
const WHOLE_LIST = 30;
const LEVELS: ListLevel[] = ['READ', 'EDIT', 'MANAGE'];

export interface Pull {
    /* All lists that one may see; fetches those of which there is news. */
    lists(): Promise<void>;
    /* What changed in lists that one has by links. */
    links(): Promise<void>;
    /*
     * Follows a link to a list: it is one of those here from now on. Returns its id. Throws
     * UNAUTHENTICATED: the link leads nowhere.
     */
    follow(share: string): Promise<string>;
    /* The link by which one has the list leads nowhere any more. */
    endLink(listId: string): Promise<void>;
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
    isSomebody(): boolean;
    /* A list is gone, as the link to it is. */
    onLinkEnd(name: string): void;
}

export function isLinkOver(error: unknown): boolean {
    return error instanceof ApiError && error.code === 'UNAUTHENTICATED';
}

function rowOf(listId: string, { product, addedBy, ...row }: AskedRow): ItemRow {
    return { ...row, listId, addedById: addedBy?.id ?? null, addedByName: addedBy?.name ?? null,
        productId: product?.id ?? null };
}

type Page = NonNullable<Changes['listChanges']>;
type Found = MyLists['lists']['nodes'][number];

export function createPull(context: PullContext): Pull {
    const { replica, ask, commit, names, confirm } = context;
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
        const { name, isArchived, level, householdId, share } = list;
        return { id: listId, name, isArchived, level, householdId, cursor,
            ...(share === undefined ? {} : { share }) };
    }

    async function fetchPage(listId: string, since: number, first: number,
        after: string | null): Promise<Page | null> {
        return (await ask(changes, { listId, since, first, after },
            { share: replica.shareOf(listId) })).listChanges;
    }

    /* The list under this id: not another that has become of it. */
    function kept(listId: string): ListRow | undefined {
        const row = replica.rowOf(listId);
        return row?.id === listId ? row : undefined;
    }

    async function forget(listId: string): Promise<void> {
        if (replica.shareOf(listId) !== undefined)
            return endLink(listId);
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
        const share = replica.shareOf(listId);
        return rowAt(listId, { ...list, householdId: household?.id ?? null,
            ...(share === undefined ? {} : { share }) }, cursor);
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
        let first = since === 0 ? WHOLE_LIST : Math.min(done.length + FIRST_ITEMS, PAGE);
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
            first = Math.min(first * 2, PAGE);
        }
    }

    async function fetchAllLists(): Promise<Found[]> {
        const found: Found[] = [];
        let first = FIRST_LISTS;
        let after: string | null = null;
        do {
            const { lists }: MyLists = await ask(myLists, { first, after });
            found.push(...lists.nodes);
            after = lists.pageInfo.hasNextPage ? lists.pageInfo.endCursor : null;
            first = PAGE;
        } while (after !== null);
        return found;
    }

    /* What was come by with a link is asked for as oneself, where that lets one do as much. */
    function withoutLink(found: Found): boolean {
        const row = kept(found.id);
        return row?.share === undefined || LEVELS.indexOf(found.level) >= LEVELS.indexOf(row.level);
    }

    async function endLink(listId: string): Promise<void> {
        const row = kept(listId);
        if (row === undefined)
            return;
        const { share: _, ...own } = row;
        if (context.isSomebody()) { // one may see it as oneself meanwhile
            commit({ lists: [own] });
            await fetchList(listId);
        } else {
            commit({ goneLists: [listId] });
        }
        if (kept(listId) === undefined)
            context.onLinkEnd(row.name);
    }

    /* As oneself, or by the list's link. */
    async function fetchEither(listId: string, done: Op[] = []): Promise<void> {
        try {
            await fetchList(listId, done);
        } catch (error) {
            if (replica.shareOf(listId) === undefined || !isLinkOver(error))
                throw error;
            await endLink(listId);
        }
    }

    async function follow(share: string): Promise<string> {
        const [found] = (await ask(myLists, { first: 1, after: null }, { share })).lists.nodes;
        if (found === undefined)
            throw new ApiError('UNAUTHENTICATED', 'the link leads to no list');
        const row = kept(found.id);
        const gain = row === undefined ? 1
            : LEVELS.indexOf(found.level) - LEVELS.indexOf(row.level);
        if (gain > 0 || (gain === 0 && row?.share !== undefined))
            commit({ lists: [rowAt(found.id, { ...found, householdId: row?.householdId ?? null,
                share }, row?.cursor ?? 0)] });
        await fetchEither(found.id);
        return kept(found.id) === undefined ? follow(share) : found.id; // it had one that is over
    }

    /* A list that the app made by itself and nobody used is not needed beside others. */
    function gone(found: Found[]): string[] {
        const ids = new Set(found.map((list) => list.id));
        const isUnused = (row: ListRow): boolean => row.isFirst === true && found.length > 0 &&
            !replica.ops().some((op) => op.listId === row.id);
        return replica.allRows().filter((row) =>
            (isLocal(row.id) ? isUnused(row) : row.share === undefined && !ids.has(row.id)))
            .map((row) => row.id);
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
            const cursorOf = (id: string): number => kept(id)?.cursor ?? 0;
            // one that came while this was asked is left alone
            const goneLists = gone(found).filter((id) => known.has(id));
            if (goneLists.some((id) => !isLocal(id)))
                await confirm();
            commit({ goneLists, lists: found.filter(withoutLink).map(({ household, ...list }) =>
                rowAt(list.id, { ...list, householdId: household?.id ?? null },
                    cursorOf(list.id))) });
            for (const list of found)
                if (list.seq > cursorOf(list.id))
                    await fetchList(list.id);
        },
        async links() {
            for (const row of replica.allRows())
                if (row.share !== undefined)
                    await fetchEither(row.id);
        },
        list: fetchEither,
        follow,
        endLink,
        takeNews,
    };
}
