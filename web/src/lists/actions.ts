/* What a shopper does with items: at once, and undone by one press. */
import { formatQuantity } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import {
    addItem, deleteItems, editItem, type Item, type ItemDraft, itemsOf, moveItem, readDraft, stepItem,
    type Suggestion, tickItems,
} from '../sync/lists.ts';
import { offerUndo } from '../ui/toast.tsx';
import { guessAisle, loadWords } from './aisles.ts';
import { categoryOf, type Group } from './groups.ts';
import { settle } from './view.ts';

export function tick(item: Item) {
    const { undo } = tickItems(item.listId, [item.id], !item.isTicked);
    if (item.isTicked) {
        offerUndo({ say: () => t().lists.outOfCart(item.name), undo });
        return;
    }
    settle(item.id);
    const say = (n: number) => (n === 1 ? t().lists.toCart(item.name) : t().lists.toCartMany(n));
    offerUndo({ kind: 'tick', say, undo });
}

export function remove(item: Item) {
    const { undo } = deleteItems(item.listId, [item.id]);
    const say = (n: number) => (n === 1 ? t().lists.deleted(item.name) : t().lists.deletedMany(n));
    offerUndo({ kind: 'delete', say, undo });
}

export function clearCart(listId: string, items: readonly Item[]) {
    const { undo } = deleteItems(listId, items.map((item) => item.id));
    offerUndo({ say: () => t().lists.cleared(items.length), undo });
}

export function isNamed(name: string) {
    const wanted = name.trim().toLocaleLowerCase();
    return (item: Item) => item.name.trim().toLocaleLowerCase() === wanted;
}

/* A suggestion as it was had last, but with the quantity that was typed, if there was one. */
export function draftOf(one: Suggestion, typed: string): ItemDraft {
    const { name: _, ...wanted } = readDraft(typed);
    const isTyped = wanted.unit !== undefined || wanted.quantityMilli !== 1000;
    return {
        name: one.name,
        quantityMilli: one.quantityMilli,
        ...(one.unit !== null && { unit: one.unit }),
        ...(one.category !== null && { category: one.category }),
        ...(one.productId !== null && { productId: one.productId }),
        ...(isTyped && wanted),
    };
}

/* It may have been put there before the words were, which tell where it stands. */
async function placeLater(listId: string, name: string) {
    await loadWords().catch(() => undefined);
    const category = guessAisle(name);
    const item = itemsOf(listId).peek().find((one) => one.name === name && one.category === null);
    if (category !== undefined && item !== undefined)
        editItem(listId, item.id, { category });
}

/* What is on the list already is not put there twice: there is more of it, or it comes back from the
   cart. Of another unit it is another line. */
export function add(listId: string, draft: ItemDraft) {
    const there = itemsOf(listId).peek().filter(isNamed(draft.name))
        .find((item) => item.isTicked || item.unit === (draft.unit ?? null));
    if (there === undefined) {
        const category = draft.category ?? guessAisle(draft.name);
        addItem(listId, category === undefined ? draft : { ...draft, category });
        if (category === undefined)
            void placeLater(listId, draft.name);
        return;
    }
    if (there.isTicked) {
        tick(there);
        if (draft.unit !== undefined || (draft.quantityMilli ?? 1000) !== 1000)
            editItem(listId, there.id,
                { quantityMilli: draft.quantityMilli ?? 1000, unit: draft.unit ?? null });
        return;
    }
    const more = draft.quantityMilli ?? 1000;
    const { undo } = stepItem(listId, there.id, more);
    const now = formatQuantity(there.quantityMilli + more, there.unit);
    offerUndo({ kind: `more ${there.id}`, say: () => t().lists.alreadyThere(there.name, now), undo });
}

/* Next to another item, into that one's part of the shop. */
export function moveTo(item: Item, target: Item, side: 'before' | 'after') {
    const others = itemsOf(item.listId).peek().filter((other) => other.id !== item.id);
    const at = others.findIndex((other) => other.id === target.id);
    const afterId = side === 'after' ? target.id : others[at - 1]?.id ?? null;
    const category = categoryOf(target);
    const isAway = category !== categoryOf(item);
    const moved = moveItem(item.listId, item.id, afterId);
    const edited = isAway ? editItem(item.listId, item.id, { category }) : null;
    offerUndo({
        kind: `move ${item.id}`,
        say: () => saidPlace(item, category),
        undo: () => {
            edited?.undo();
            moved.undo();
        },
    });
}

function saidPlace(item: Item, category: string): string {
    const group = itemsOf(item.listId).peek()
        .filter((other) => !other.isTicked && categoryOf(other) === category);
    const at = group.findIndex((other) => other.id === item.id) + 1;
    return t().lists.moved(item.name, at, group.length);
}

/* One up or down within its group; nothing at its end. */
export function moveBy(item: Item, by: -1 | 1, groups: readonly Group[]) {
    const group = groups.find((one) => one.items.some((other) => other.id === item.id));
    const at = group?.items.findIndex((other) => other.id === item.id) ?? -1;
    const target = group?.items[at + by];
    if (target !== undefined)
        moveTo(item, target, by < 0 ? 'before' : 'after');
}
