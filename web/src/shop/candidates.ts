/* What a line of the list may mean, as far as it is known on this device. */
import type { Pack, PackAccept, PackPrice } from './pack.ts';

export interface Candidate {
    productId: string;
    name: string;
    brand: string | null;
    /* For all that the line asks for, where it costs the least; null: nobody here sells it. */
    cost: number | null;
    storeId: string | null;
}

export function costOf(accept: PackAccept, price: PackPrice): number {
    return accept.grams === undefined ? (price.unit_price ?? 0) * (accept.units ?? 1)
        : Math.round((price.price_per_kg ?? 0) * accept.grams / 1000);
}

/* The cheapest first. A product that shops sell under codes of their own is one. */
export function candidatesOf(pack: Pack, itemId: string): Candidate[] {
    const found = new Map<string, Candidate>();
    for (const accept of pack.lines.find((line) => line.id === itemId)?.accept ?? []) {
        const item = pack.items[accept.product];
        if (item === undefined)
            continue;
        for (const store of pack.stores) {
            const price = store.prices[accept.product];
            if (price === undefined)
                continue;
            const cost = costOf(accept, price);
            const before = found.get(item.product);
            if (before === undefined || cost < before.cost!)
                found.set(item.product, { productId: item.product, name: item.name,
                    brand: item.brand, cost, storeId: store.id });
        }
    }
    return [...found.values()].sort((a, b) => a.cost! - b.cost!);
}
