/* What is done with whole lists. */
import { deleteList } from '../api/lists.graphql.ts';
import { t } from '../i18n/i18n.ts';
import {
    addItem, archiveList, core, createFirstList, createList, itemsOf, type List, renameList, resolveList,
} from '../sync/lists.ts';
import { isLocal } from '../sync/model.ts';
import { offerUndo, tell } from '../ui/toast.tsx';
import { isOpen, lastList } from './last.ts';
import { sheetWords } from './sheet-words.ts';

export function archive(list: List) {
    if (list.isArchived) {
        archiveList(list.id, false);
        return;
    }
    const { undo } = archiveList(list.id, true);
    offerUndo({ kind: `archive ${list.id}`, say: () => sheetWords().listArchived(list.name), undo });
}

export function rename(list: List, name: string) {
    if (name === '' || name === list.name)
        return;
    const { undo } = renameList(list.id, name);
    offerUndo({ kind: `rename ${list.id}`, say: () => sheetWords().listRenamed(name), undo });
}

async function deleteNow(listId: string): Promise<void> {
    if (!isLocal(listId))
        await core.ask(deleteList, { listId });
    (await core.network()).leave(listId);
}

/* Put away at once, and if it is open, another is; deleted for ever when it is not undone. Without a
   signal it stays put away. */
export function deleteForGood(list: List, onGo: (listId: string) => void) {
    const wasOpen = isOpen(list.id);
    const { undo } = archiveList(list.id, true);
    const next = lastList();
    if (wasOpen)
        onGo(next === undefined || next.isArchived ? createFirstList(t().lists.firstList) : next.id);
    offerUndo({
        kind: `delete ${list.id}`,
        say: () => sheetWords().listDeleted(list.name),
        undo: () => {
            undo();
            if (wasOpen)
                onGo(resolveList(list.id));
        },
        onPass: () => void deleteNow(resolveList(list.id))
            .catch(() => tell(sheetWords().listNotDeleted(list.name))),
    });
}

/* The link is as good as before: following it again brings the list back. */
export async function leave(list: List) {
    (await core.network()).leave(list.id);
    tell(sheetWords().left(list.name));
}

/* The same things, nothing of them in the cart; without a signal too. Returns the new list's id. */
export function duplicate(list: List): string {
    const name = sheetWords().copyName(list.name);
    const id = createList(name);
    for (const { name, quantityMilli, unit, note, category, productId } of itemsOf(list.id).peek())
        addItem(id, { name, quantityMilli, ...(unit && { unit }), ...(note && { note }),
            ...(category && { category }), ...(productId && { productId }) });
    tell(sheetWords().listMade(name));
    return id;
}
