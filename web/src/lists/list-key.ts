import { useRef } from 'preact/hooks';
import { resolveList } from '../sync/lists.ts';

/* For what is shown of a list: it stays the same when the server gives the list its id, so that what
   is being typed or asked there is not taken away. */
export function useListKey(listId: string | undefined): string | undefined {
    const key = useRef(listId);
    if (key.current === undefined || resolveList(key.current) !== listId)
        key.current = listId;
    return key.current;
}
