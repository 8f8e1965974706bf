/* Deals by whom they are for: a price that asks for a card or a coupon is none for all. */
export interface Terms {
    coupon: string | null;
    audiences: readonly string[];
}

export interface ByReach<Deal> {
    forAll: Deal[];
    conditional: Deal[];
}

export function isForAll({ coupon, audiences }: Terms): boolean {
    return coupon === null && audiences.length === 0;
}

/* In their order, each once: pages may tell of a deal again when others end between them. */
export function byReach<Row>(rows: readonly Row[],
    dealOf: (row: Row) => Terms & { id: string }): ByReach<Row> {
    const found: ByReach<Row> = { forAll: [], conditional: [] };
    const seen = new Set<string>();
    for (const row of rows) {
        const deal = dealOf(row);
        if (seen.has(deal.id))
            continue;
        seen.add(deal.id);
        (isForAll(deal) ? found.forAll : found.conditional).push(row);
    }
    return found;
}
