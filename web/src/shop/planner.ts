/* Plans of a pack, by the engine: which stores, and for each stop the slip of its till. */
import { costOf } from './candidates.ts';
import type { Note } from './note.ts';
import {
    isSpecialOver, type Pack, type PackDeal, type PackLine, type PackStore, type Prepared,
} from './pack.ts';
import type {
    Column, Missing, Nudge, Plan, Planned, Slip, SlipLine, Stop, StoreFacts, StoreTotal, UsedDeal,
} from './plan.ts';

/* The engine: on this device a worker, in tests the module itself. */
export type Engine = (word: 'plan' | 'price', document: string) => Promise<string>;

interface PlanAnswer {
    plans: {
        max_stores: number;
        cost: number;
        goods: number;
        visits: number;
        missing: string[];
        stores: string[];
        assign: Record<string, { store: string; product: string }>;
        exact: boolean;
        bound?: number;
    }[];
    stores: { id: string; goods: number; missing: string[]; exact?: boolean }[];
}

interface PriceAnswer {
    total: number;
    shelf_total: number;
    deposits: number;
    exact: boolean;
    uses: { deal: string; times: number; took: { line: string }[]; pays: number; saves: number }[];
    lines: { id: string; shelf: number; pays: number }[];
    unpriced: string[];
    nudges: { deal: string; line: string; add_units: number; total: number }[];
}

type Assign = Record<string, string>; // of items to products

const COLUMNS_MOST = 4;

function factsOf(store: PackStore): StoreFacts {
    const { id, retailer, name, address, city, distance_m = null } = store;
    return { id, retailer, name, address, city, distanceM: distance_m };
}

function acceptOf(line: PackLine, product: string) {
    return line.accept.find((accept) => accept.product === product)!;
}

/* What `smartcart price` is asked with. */
function basketOf(pack: Pack, store: PackStore, assign: Assign): string {
    const lines = pack.lines.filter((line) => assign[line.id] !== undefined).map((line) => {
        const product = assign[line.id]!;
        const { units, grams } = acceptOf(line, product);
        const { unit_price, price_per_kg, deposit } = store.prices[product]!;
        return { id: line.id, product, units, grams, unit_price, price_per_kg, deposit };
    });
    const { at, audiences, coupons } = pack;
    return JSON.stringify({ at, audiences, coupons, lines, deals: store.deals });
}

function slipLine(pack: Pack, store: PackStore, line: PackLine, product: string,
    told: { shelf: number; pays: number }): SlipLine {
    const accept = acceptOf(line, product);
    const price = store.prices[product]!;
    const item = pack.items[product]!;
    const units = accept.units ?? null;
    return {
        itemId: line.id,
        text: line.text,
        product: { id: item.product, name: item.name, brand: item.brand },
        units,
        grams: accept.grams ?? null,
        price: price.unit_price ?? price.price_per_kg ?? 0,
        regular: price.regular ?? null,
        isSpecial: price.special_to_local !== undefined,
        specialTo: price.special_to_local ?? null,
        isSpecialOver: isSpecialOver(price, new Date(pack.at).getTime()),
        deposit: (price.deposit ?? 0) * (units ?? 0),
        shelf: told.shelf,
        pays: told.pays,
        isOutlier: price.outlier === true,
        isAmountDoubtful: accept.doubtful === true,
        isDoubtful: line.confidence !== 'high',
        confirmed: price.confirmed,
    };
}

async function slipOf(engine: Engine, pack: Pack, store: PackStore, assign: Assign): Promise<Slip> {
    const told = JSON.parse(await engine('price', basketOf(pack, store, assign))) as PriceAnswer;
    const deals = new Map<string, PackDeal>(store.deals.map((deal) => [deal.id, deal]));
    const byId = new Map(told.lines.map((line) => [line.id, line]));
    return {
        lines: pack.lines.filter((line) => byId.has(line.id)).map((line) =>
            slipLine(pack, store, line, assign[line.id]!, byId.get(line.id)!)),
        deals: told.uses.map((use): UsedDeal => ({ deal: deals.get(use.deal)!, times: use.times,
            pays: use.pays, saves: use.saves, itemIds: use.took?.map(({ line }) => line) ?? [] })),
        nudges: told.nudges.map((nudge): Nudge => ({ deal: deals.get(nudge.deal)!,
            itemId: nudge.line, addUnits: nudge.add_units, total: nudge.total })),
        unpriced: told.unpriced.map((id) => deals.get(id)!),
        till: told.total,
        shelf: told.shelf_total,
        deposits: told.deposits,
        isExact: told.exact,
    };
}

/* The lowest shelf price of a line anywhere. */
function soldAt(pack: Pack, line: PackLine): Missing['soldAt'] {
    let best: Missing['soldAt'] = null;
    for (const store of pack.stores) {
        for (const accept of line.accept) {
            const price = store.prices[accept.product];
            if (price === undefined)
                continue;
            const cost = costOf(accept, price);
            if (best === null || cost < best.price)
                best = { store: factsOf(store), price: cost };
        }
    }
    return best;
}

function missingOf(pack: Pack, line: PackLine): Missing {
    const at = soldAt(pack, line);
    const reason = line.problem !== undefined ? 'not-understood'
        : at !== null ? 'not-worth-it'
        : line.confidence === 'none' ? 'nothing-like-it'
        : line.confidence === 'doubtful' ? 'not-sure' : 'not-sold';
    return { itemId: line.id, text: line.text, reason, soldAt: at };
}

function assignAt(answer: PlanAnswer['plans'][number], storeId: string): Assign {
    return Object.fromEntries(Object.entries(answer.assign)
        .filter(([, { store }]) => store === storeId)
        .map(([line, { product }]) => [line, product]));
}

async function planOf(engine: Engine, pack: Pack,
    answer: PlanAnswer['plans'][number]): Promise<Plan> {
    const stores = answer.stores.map((id) => pack.stores.find((store) => store.id === id)!);
    const stops = await Promise.all(stores.map(async (store): Promise<Stop> => ({
        ...await slipOf(engine, pack, store, assignAt(answer, store.id)),
        store: factsOf(store),
        visit: store.visit_cost,
    })));
    const missing = new Set(answer.missing);
    stops.sort((a, b) => (a.store.distanceM ?? Infinity) - (b.store.distanceM ?? Infinity)
        || b.till - a.till);
    return {
        stops,
        goods: answer.goods,
        visits: answer.visits,
        deposits: stops.reduce((sum, stop) => sum + stop.deposits, 0),
        missing: pack.lines.filter((line) => missing.has(line.id))
            .map((line) => missingOf(pack, line)),
        isExact: answer.exact,
        mayBeCheaperBy: answer.cost - (answer.bound ?? answer.cost),
        cost: answer.cost,
    };
}

/* All that one store sells of the list, as the engine would choose it there. */
async function columnOf(engine: Engine, pack: Pack, store: PackStore): Promise<Column> {
    const alone = { ...pack, max_stores: 1, stores: [store] };
    const { plans } = JSON.parse(await engine('plan', JSON.stringify(alone))) as PlanAnswer;
    const { lines } = await slipOf(engine, pack, store, assignAt(plans[0]!, store.id));
    return {
        store: factsOf(store),
        cells: Object.fromEntries(lines.map((line) => [line.itemId,
            { pays: line.pays, isDeal: line.pays < line.shelf || line.isSpecial }])),
    };
}

function totalOf(pack: Pack, told: PlanAnswer['stores'][number]): StoreTotal {
    const store = pack.stores.find(({ id }) => id === told.id)!;
    const confirmed = Object.values(store.prices).map((price) => price.confirmed).sort();
    return { store: factsOf(store), goods: told.goods, visit: store.visit_cost,
        missing: told.missing, dealCount: store.deals.length, oldest: confirmed[0] ?? null };
}

/* Of a store: more of the list first, then what costs less with the way there. */
export function compareTotals(a: StoreTotal, b: StoreTotal): number {
    return a.missing.length - b.missing.length || a.goods + a.visit - b.goods - b.visit
        || (a.store.distanceM ?? Infinity) - (b.store.distanceM ?? Infinity);
}

/* Plans that use all the stores they may: a further stop that saves nothing is none. */
function distinct(plans: Plan[]): Plan[] {
    return plans.filter((plan, at) => plan.stops.length > (plans[at - 1]?.stops.length ?? 0));
}

function bestOf(plans: readonly Plan[]): number {
    return plans.reduce((best, plan, at) => (plan.cost < plans[best]!.cost ? at : best), 0);
}

/* Those of the best plan first, then of the others, then the next best. */
function shownStores(pack: Pack, plans: Plan[], stores: StoreTotal[]): PackStore[] {
    const ids = new Set([...plans.flatMap((plan) => plan.stops.map((stop) => stop.store.id)),
        ...stores.map((total) => total.store.id)]);
    return [...ids].slice(0, COLUMNS_MOST).map((id) => pack.stores.find((one) => one.id === id)!);
}

export async function planPack(engine: Engine, prepared: Prepared, packAt: string,
    notes: readonly Note[]): Promise<Planned> {
    const { pack, items, unpriced, hasOverSpecials } = prepared;
    const answer = pack.lines.length === 0 ? { plans: [], stores: [] }
        : JSON.parse(await engine('plan', JSON.stringify(pack))) as PlanAnswer;
    const plans = distinct(await Promise.all(answer.plans.map((plan) =>
        planOf(engine, pack, plan))));
    const stores = answer.stores.map((told) => totalOf(pack, told))
        .filter((total) => total.missing.length < pack.lines.length).sort(compareTotals);
    const best = bestOf(plans);
    const shown = plans.length === 0 ? [] : shownStores(pack, [plans[best]!, ...plans], stores);
    const columns = await Promise.all(shown.map((store) => columnOf(engine, pack, store)));
    return {
        currency: pack.currency,
        at: pack.at,
        packAt,
        lines: pack.lines.map((line, at) => ({ itemId: line.id, text: line.text,
            lowest: soldAt(pack, line)?.price ?? null,
            quantityMilli: items[at]!.quantityMilli, unit: items[at]!.unit })),
        plans,
        best,
        stores,
        columns,
        unpriced,
        hasOverSpecials,
        notes,
    };
}
