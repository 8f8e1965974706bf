import { type List, lists } from '../sync/lists.ts';
import { lastList } from './last.ts';

/* Lists that one may only look at are not among them. */
export function listsToAdd(): List[] {
    return lists.value.filter((list) => !list.isArchived && list.level !== 'READ');
}

/* Where things go that are added from elsewhere: the list that was open last, else the first of them. */
export function listToAdd(): List | undefined {
    const last = lastList();
    return last?.level === 'READ' ? listsToAdd()[0] : last;
}
