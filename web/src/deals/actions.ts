import { guessAisle } from '../lists/aisles.ts';
import { addItem, editItem, type Item } from '../sync/lists.ts';
import { offerUndo } from '../ui/toast.tsx';
import { dealWords } from './said.ts';

interface Named {
    id: string;
    name: string;
}

export function addProduct(listId: string, { id, name }: Named) {
    const category = guessAisle(name);
    const { undo } = addItem(listId,
        { name, productId: id, ...(category !== undefined && { category }) });
    const say = (n: number) => (n === 1 ? dealWords().added(name) : dealWords().addedMany(n));
    offerUndo({ kind: `add product ${listId}`, say, undo });
}

/* What is on the list as "milk" is this milk from now on. */
export function chooseFor(item: Item, { id, name }: Named) {
    const { undo } = editItem(item.listId, item.id, { productId: id });
    offerUndo({ kind: `choose ${item.id}`, say: () => dealWords().chosen(item.name, name), undo });
}
