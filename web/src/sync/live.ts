/*
 * News of all lists of one's own in one stream, of those by links in one each; asked again with its
 * cursors whenever it ends.
 */
import type { Api } from '../api/ask.ts';
import { news, type News } from '../api/lists.graphql.ts';
import { isLocal } from './model.ts';
import type { Replica } from './replica.ts';

const LISTS_MAX = 50;
const LINKS_MAX = 2; // a browser has six connections to a server, and others are needed too
const RETRY_MS = 1000;

export interface LiveContext {
    replica: Replica;
    stream: Api['stream'];
    onNews(news: News['listNews']): void;
    onOpen(): void;
}

export const STREAMS_MAX = 1 + LINKS_MAX;

/* What one stream is to tell of. */
export interface Wanted {
    share: string | undefined;
    listIds: string[];
}

/*
 * What each stream is to tell of, as text that is the same for the same. The first is of what one sees
 * as oneself: the lists in use, then those put away, which may be deleted. Of more links than there are
 * streams those that came last.
 */
export function wantedOf(replica: Replica, isSomebody: boolean, stream: number): string {
    const there = replica.lists.value.filter((list) => !isLocal(list.id));
    const used = there.filter((list) => !list.isArchived);
    const byLink = used.filter((list) => list.isByLink).slice(-LINKS_MAX);
    const own = [...used, ...there.filter((list) => list.isArchived)].filter((list) => !list.isByLink);
    const lists = stream > 0 ? byLink.slice(stream - 1, stream)
        : isSomebody ? own.slice(0, LISTS_MAX) : [];
    return lists.length === 0 ? '' : JSON.stringify({ listIds: lists.map((list) => list.id),
        share: replica.shareOf(lists[0]!.id) } satisfies Wanted);
}

/* One stream, until it ends. Returns how long to wait, as the server asks. */
export async function listen({ replica, stream, onNews, onOpen }: LiveContext,
    { listIds, share }: Wanted, signal: AbortSignal): Promise<number> {
    const lists = listIds.map((listId) => ({ listId, after: replica.rowOf(listId)?.cursor ?? 0 }));
    let isOpen = false;
    const end = await stream(news, { lists }, ({ listNews }) => {
        if (!isOpen)
            onOpen();
        isOpen = true;
        onNews(listNews);
    }, signal, share);
    return end.retryMs ?? RETRY_MS;
}
