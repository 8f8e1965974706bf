/* News of all lists in one stream, asked again with its cursors whenever it ends. */
import type { Api } from '../api/ask.ts';
import { news, type News } from '../api/lists.graphql.ts';
import { isLocal } from './model.ts';
import type { Replica } from './replica.ts';

const LISTS_MAX = 50;
const RETRY_MS = 1000;

export interface LiveContext {
    replica: Replica;
    stream: Api['stream'];
    onNews(news: News['listNews']): void;
    onOpen(): void;
}

/* Lists that are in use, as many as one stream tells of. */
export function liveLists(replica: Replica): string[] {
    const ids = replica.lists.value.filter((list) => !isLocal(list.id) && !list.isArchived)
        .map((list) => list.id);
    return ids.slice(0, LISTS_MAX);
}

/* One stream, until it ends. Returns how long to wait, as the server asks. */
export async function listen({ replica, stream, onNews, onOpen }: LiveContext, listIds: string[],
    signal: AbortSignal): Promise<number> {
    const lists = listIds.map((listId) => ({ listId, after: replica.rowOf(listId)?.cursor ?? 0 }));
    let isOpen = false;
    const end = await stream(news, { lists }, ({ listNews }) => {
        if (!isOpen)
            onOpen();
        isOpen = true;
        onNews(listNews);
    }, signal);
    return end.retryMs ?? RETRY_MS;
}
