/* Several drafts on a list at once, undone by one press. */
import { isNamed } from '../lists/actions.ts';
import { guessAisle } from '../lists/aisles.ts';
import { addItem, type Edit, type ItemDraft, itemsOf, stepItem } from '../sync/lists.ts';
import { offerUndo } from '../ui/toast.tsx';
import { reviewWords } from './words.ts';

/* What is on the list already there is more of. */
function put(listId: string, draft: ItemDraft): Edit {
    const there = itemsOf(listId).peek().filter(isNamed(draft.name))
        .find((item) => !item.isTicked && item.unit === (draft.unit ?? null));
    if (there !== undefined)
        return stepItem(listId, there.id, draft.quantityMilli ?? 1000);
    const category = guessAisle(draft.name);
    return addItem(listId, { ...draft, ...(category !== undefined && { category }) });
}

export function putAll(listId: string, drafts: readonly ItemDraft[]): void {
    const edits = drafts.map((draft) => put(listId, draft)).reverse();
    offerUndo({ say: () => reviewWords().added(drafts.length),
        undo: () => edits.forEach((edit) => edit.undo()) });
}
