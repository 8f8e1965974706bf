/*
 * The pack of a list (docs/where.md): what the server's `planInput` gives, what `smartcart plan`
 * reads, and what people are shown beside it. A plan is made of it here, with and without a signal:
 * there is one way to a plan, and it is the same engine as the server's.
 */

export interface PackPrice {
    unit_price?: number;
    price_per_kg?: number;
    deposit?: number;
    regular?: number;
    special_to_local?: string | null; // on the store's own clock
    outlier?: boolean;
    confirmed: string;
}

export interface PackDeal {
    id: string;
    kind: string;
    items?: string[];
    get_items?: string[];
    count?: number;
    get?: number;
    value: number;
    min_grams?: number;
    max_grams?: number;
    basket_min?: number;
    starts?: string | null;
    ends?: string | null;
    coupon?: string;
    text: string | null;
    words: string | null;
}

export interface PackStore {
    id: string;
    retailer: string;
    name: string | null;
    address: string | null;
    city: string | null;
    distance_m?: number;
    visit_cost: number;
    prices: Record<string, PackPrice>;
    deals: PackDeal[];
}

export interface PackAccept {
    product: string;
    units?: number;
    grams?: number;
    doubtful?: boolean;
}

export interface PackLine {
    id: string; // of the list's item
    text: string;
    confidence: string;
    problem?: string;
    units: number;
    accept: PackAccept[];
}

export interface PackItem {
    product: string; // the API's id
    name: string;
    brand: string | null;
    gtin?: string;
}

export interface Pack {
    at: string;
    good_until: string | null;
    currency: string;
    decimals: number;
    audiences: string[];
    coupons: string[];
    max_stores: number;
    missing_cost: number;
    budget_ms: number;
    lines: PackLine[];
    stores: PackStore[];
    items: Record<string, PackItem>;
}

export interface Amount {
    quantityMilli: number;
    unit: string | null;
}

/* What an item was when the pack was made of it. */
export interface Asked extends Amount {
    name: string;
    productId: string | null;
}

export interface ListedItem extends Asked {
    id: string;
    isTicked: boolean;
}

export interface Prepared {
    /* The pack with the lines that are open now. */
    pack: Pack;
    /* The item of each line. */
    items: ListedItem[];
    /* Items that are not in it: added since, or another thing by now. */
    unpriced: string[];
    /* A special price that is over, of which nobody told what comes after. */
    hasOverSpecials: boolean;
}

/* Offline quantities may be another by now: as much more of each product, in whole packages. */
function scale(accept: PackAccept, asked: Asked, item: ListedItem): PackAccept {
    if (item.quantityMilli === asked.quantityMilli || asked.quantityMilli === 0)
        return accept;
    const wanted = (accept.units ?? accept.grams ?? 1) * item.quantityMilli / asked.quantityMilli;
    const amount = Math.max(1, Math.ceil(wanted - 1e-9));
    const isDoubtful = accept.doubtful === true || Math.abs(amount - wanted) > 1e-9;
    return {
        product: accept.product,
        ...(accept.grams === undefined ? { units: amount } : { grams: amount }),
        ...(isDoubtful && { doubtful: true }),
    };
}

function lineOf(pack: Pack, line: PackLine, asked: Asked | undefined, item: ListedItem):
    PackLine | null {
    if (asked === undefined || asked.name !== item.name || asked.unit !== item.unit)
        return null;
    const isPinned = item.productId !== null && item.productId !== asked.productId;
    if (asked.productId !== null && item.productId !== asked.productId && !isPinned)
        return null; // anything would do again, and the pack has the pinned product alone
    const accept = line.accept
        .filter(({ product }) => !isPinned || pack.items[product]?.product === item.productId)
        .map((one) => scale(one, asked, item));
    if (isPinned && accept.length === 0)
        return null;
    return { ...line, confidence: isPinned ? 'high' : line.confidence, accept };
}

/* `special_to_local` is on the store's clock: taken as this device's, which is near. */
function localMs(time: string): number {
    return new Date(time.replace(/Z$/, '')).getTime();
}

export function isSpecialOver(price: PackPrice, nowMs: number): boolean {
    return price.special_to_local != null && localMs(price.special_to_local) < nowMs;
}

function priceAt(price: PackPrice, nowMs: number): PackPrice {
    if (!isSpecialOver(price, nowMs) || price.regular === undefined)
        return price;
    const { regular, special_to_local: _, ...rest } = price;
    return price.unit_price === undefined ? { ...rest, price_per_kg: regular }
        : { ...rest, unit_price: regular };
}

/* The engine's time: not before the pack's, whose deals were those that had begun. */
function timeOf(pack: Pack, nowMs: number): string {
    const ms = Math.max(nowMs, new Date(pack.at).getTime());
    return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/* The pack for what is open on the list now, at this time. */
export function prepare(pack: Pack, asked: Readonly<Record<string, Asked>>,
    items: readonly ListedItem[], nowMs: number): Prepared {
    const lines = new Map(pack.lines.map((line) => [line.id, line]));
    const kept: PackLine[] = [];
    const keptItems: ListedItem[] = [];
    const unpriced: string[] = [];
    for (const item of items) {
        if (item.isTicked)
            continue;
        const line = lines.get(item.id);
        const now = line === undefined ? null : lineOf(pack, line, asked[item.id], item);
        if (now === null) {
            unpriced.push(item.id);
        } else {
            kept.push(now);
            keptItems.push(item);
        }
    }
    const stores = pack.stores.map((store) => ({ ...store,
        prices: Object.fromEntries(Object.entries(store.prices)
            .map(([id, price]) => [id, priceAt(price, nowMs)])) }));
    return {
        pack: { ...pack, at: timeOf(pack, nowMs), lines: kept, stores },
        items: keptItems,
        unpriced,
        hasOverSpecials: stores.some((store) =>
            Object.values(store.prices).some((price) => isSpecialOver(price, nowMs))),
    };
}
