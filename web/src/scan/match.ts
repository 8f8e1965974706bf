/* Which of the list's items a scanned product is. */
import type { PackLine } from '../shop/pack.ts';
import type { Item } from '../sync/lists.ts';
import { fold } from '../sync/suggest.ts';

export interface Scanned {
    gtin: string;
    /* The product that the number stands for; null: nobody knows it. */
    product: { id: string; name: string } | null;
}

/* What a kept plan knows of the list: its lines, and the products that they take. */
export interface KnownLines {
    lines: readonly Pick<PackLine, 'id' | 'accept'>[];
    items: Readonly<Record<string, { product: string; name: string; gtin?: string }>>;
    asked: Readonly<Record<string, { name: string }>>;
}

/* Not what is only thought to be meant. */
function accepts(known: KnownLines, item: Item, productId: string): boolean {
    const line = known.lines.find((one) => one.id === item.id);
    return line !== undefined && known.asked[item.id]?.name === item.name &&
        line.accept.some((one) => known.items[one.product]?.product === productId);
}

/*
 * The surest first: the item is pinned to it, or was put there by this very number; it has its name;
 * a plan would buy it for what the item says. Open items before those in the cart, which are not
 * looked at for the last: a second kind of milk is not the first.
 */
export function matchItem(items: readonly Item[], { gtin, product }: Scanned,
    known: KnownLines | null, note: (gtin: string) => string): Item | undefined {
    const inOrder = [...items.filter((item) => !item.isTicked), ...items.filter((item) => item.isTicked)];
    const rules: ((item: Item) => boolean)[] = [(item) => item.note === note(gtin)];
    if (product !== null)
        rules.unshift((item) => item.productId === product.id);
    if (product !== null)
        rules.push((item) => item.productId === null && fold(item.name) === fold(product.name),
            (item) => item.productId === null && !item.isTicked && known !== null &&
                accepts(known, item, product.id));
    for (const rule of rules) {
        const found = inOrder.find(rule);
        if (found !== undefined)
            return found;
    }
    return undefined;
}
