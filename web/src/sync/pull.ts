/* What the server has: fetched list by list behind a cursor, or told live. */
import type { Api } from '../api/ask.ts';
import { changes, type Changes, type ItemRow as AskedRow, myLists, type MyLists, type News }
    from '../api/operations.ts';
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
    /* Rows may come twice, and an older one after a newer. */
    function newer(rows: ItemRow[]): ItemRow[] {
        return rows.filter((row) => row.seq >= (replica.itemRow(row.listId, row.id)?.seq ?? 0));
    }

    function rowAt(listId: string, list: Omit<ListRow, 'id' | 'cursor'>, cursor: number): ListRow {
        const { name, isArchived, level, householdId } = list;
        return { id: listId, name, isArchived, level, householdId, cursor };
    }

    /* All pages; null: the list is gone. The first page's cursor is the one that holds for all. */
    async function fetchPages(listId: string, since: number, first: number): Promise<Page[] | null> {
        const pages: Page[] = [];
        let after: string | null = null;
        do {
            const { listChanges: page }: Changes = await ask(changes, { listId, since, first, after });
            if (page === null || page.list === null)
                return null;
            pages.push(page);
            after = page.items.pageInfo.hasNextPage ? page.items.pageInfo.endCursor : null;
        } while (after !== null && !pages[0]!.mustResync);
        return pages;
    }

    async function fetchList(listId: string, done: Op[] = []): Promise<void> {
        const since = replica.rowOf(listId)?.cursor;
        if (since === undefined)
            return;
        // asked for no more than likely came: it is paid by the row
        const first = since === 0 || done.length === 0 ? PAGE : Math.min(done.length + 10, PAGE);
        let pages = await fetchPages(listId, since, first);
        const isAnew = pages?.[0]!.mustResync === true;
        if (isAnew)
            pages = await fetchPages(listId, 0, PAGE);
        if (pages === null) {
            await confirm();
            return commit({ goneLists: [listId] });
        }
        if (replica.rowOf(listId) === undefined) // gone meanwhile
            return;
        const { list, seq } = pages[0]!;
        const rows = pages.flatMap((page) => page.items.nodes.map((row) => rowOf(listId, row)));
        rows.forEach((row) => row.addedById !== null && names.set(row.addedById, row.addedByName));
        commit({
            ...(isAnew ? { emptiedLists: [listId] } : {}),
            lists: [rowAt(listId, { ...list!, householdId: list!.household?.id ?? null },
                Math.max(seq, isAnew ? 0 : replica.rowOf(listId)?.cursor ?? 0))],
            items: isAnew ? rows : newer(rows),
            doneOps: done,
        });
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
        const row = replica.rowOf(news.listId);
        if (row === undefined)
            return true;
        if (news.kind !== 'CHANGES')
            return false;
        const unknown = news.items.filter((item) => !names.has(item.addedById));
        const isKnown = unknown.length === 0;
        unknown.forEach((item) => names.set(item.addedById, null)); // asked for once
        commit({
            // who is not known yet may have a name: the cursor stays, and the rows are fetched
            lists: [rowAt(row.id, { ...row, name: news.name ?? row.name,
                isArchived: news.isArchived ?? row.isArchived },
            isKnown ? Math.max(row.cursor, news.seq) : row.cursor)],
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
            commit({ goneLists, lists: found.map(({ household, ...list }) =>
                rowAt(list.id, { ...list, householdId: household?.id ?? null }, cursorOf(list.id))) });
            for (const list of found)
                if (list.seq > cursorOf(list.id))
                    await fetchList(list.id);
        },
        list: fetchList,
        takeNews,
    };
}
