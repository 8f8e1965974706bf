/* A plan of a kept pack: made by the real engine, of what is open on the list now. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { createEngine } from '../../src/engine/engine.ts';
import { candidatesOf } from '../../src/shop/candidates.ts';
import { bestTotalOf, factsOf, noTotalOf } from '../../src/shop/listed.ts';
import { type Asked, type ListedItem, type Pack, prepare } from '../../src/shop/pack.ts';
import type { Planned } from '../../src/shop/plan.ts';
import { type Engine, planPack } from '../../src/shop/planner.ts';
import { saidSaving } from '../../src/shop/saving-words.ts';
import { lastStopOf, savingOf } from '../../src/shop/saving.ts';
import { createRandom } from './helpers/random.ts';

const BUILD = process.env['SC_BUILD'] ?? new URL('../../../build/release', import.meta.url).pathname;
const made = createEngine(new WebAssembly.Module(readFileSync(`${BUILD}/engine.wasm`)));
const engine: Engine = async (word, document) => made[word](document);

const AT = '2026-11-26T12:00:00Z';
const NOW = new Date(AT).getTime();
const SAID = { confirmed: '2026-11-26T04:00:00Z' };

function store(id: string, distance: number, prices: Record<string, object>, deals: object[] = []) {
    return { id, retailer: 'Mill', name: `Mill ${id}`, address: null, city: 'Cork',
        distance_m: distance, visit_cost: 100, deals,
        prices: Object.fromEntries(Object.entries(prices).map(([product, price]) =>
            [product, { ...SAID, ...price }])) };
}

/* Milk is 20 cents less at b, eggs 1.50 less at a; two packs of coffee for 5.00 at b today. */
function pack(): Pack {
    const coffee = { id: 'd1', kind: 'bundle_total', items: ['coffee'], count: 2, value: 500,
        starts: '2026-11-20T00:00:00Z', ends: '2026-11-26T23:59:59Z', audiences: [],
        text: 'Two for five', words: '2 for 5.00' };
    return {
        at: AT, good_until: null, currency: 'EUR', decimals: 2, audiences: [], coupons: [],
        max_stores: 3, missing_cost: 100_000, budget_ms: 1500,
        lines: [
            { id: 'i1', text: 'milk', confidence: 'high', units: 1,
                accept: [{ product: 'milk', units: 2 }, { product: 'oat', units: 2 }] },
            { id: 'i2', text: 'eggs', confidence: 'doubtful', units: 1,
                accept: [{ product: 'eggs', units: 1 }] },
            { id: 'i3', text: 'coffee', confidence: 'high', units: 1,
                accept: [{ product: 'coffee', units: 2 }] },
            { id: 'i4', text: 'saffron', confidence: 'high', units: 1, accept: [] },
        ],
        stores: [
            store('a', 300, { milk: { unit_price: 120, deposit: 15 }, eggs: { unit_price: 200 },
                coffee: { unit_price: 450, regular: 500, special_to_local: '2026-11-27T23:59:59Z' } }),
            store('b', 900, { milk: { unit_price: 100 }, oat: { unit_price: 180 },
                eggs: { unit_price: 350 }, coffee: { unit_price: 400 } }, [coffee]),
        ],
        items: {
            milk: { product: 'p_milk', name: 'Milk 1 l', brand: 'Mill' },
            oat: { product: 'p_oat', name: 'Oat milk 1 l', brand: null },
            eggs: { product: 'p_eggs', name: 'Eggs, 6', brand: null },
            coffee: { product: 'p_coffee', name: 'Coffee 250 g', brand: 'Kettle' },
        },
    } as unknown as Pack;
}

function items(): ListedItem[] {
    return [['i1', 'milk', 2000], ['i2', 'eggs', 1000], ['i3', 'coffee', 2000], ['i4', 'saffron', 1000]]
        .map(([id, name, quantityMilli]) => ({ id: id as string, name: name as string,
            quantityMilli: quantityMilli as number, unit: null, productId: null, isTicked: false }));
}

const asked = (): Record<string, Asked> =>
    Object.fromEntries(items().map(({ id, isTicked: _, ...rest }) => [id, rest]));

function change(id: string, fields: Partial<ListedItem>): ListedItem[] {
    return items().map((item) => (item.id === id ? { ...item, ...fields } : item));
}

const planned = (of: readonly ListedItem[], nowMs = NOW): Promise<Planned> =>
    planPack(engine, prepare(pack(), asked(), of, nowMs), AT, []);

test('one store, two stores, and the best: as the tills will say', async () => {
    const { plans, best, stores, unpriced } = await planned(items());
    assert.deepEqual(plans.map((plan) => plan.stops.map((stop) => stop.store.id)), [['b'], ['a', 'b']]);
    assert.deepEqual(plans.map((plan) => [plan.goods, plan.visits]), [[1050, 100], [900, 200]]);
    assert.equal(best, 1);
    assert.deepEqual(plans[1]!.stops.map((stop) => stop.till), [200, 700]);
    assert.deepEqual(stores.map((total) => [total.store.id, total.goods]), [['b', 1050], ['a', 1370]]);
    assert.deepEqual(unpriced, []);
});

test('the slip has the deal that is used, the deposit, and what is doubtful', async () => {
    const { plans, columns } = await planned(items());
    const [stop] = plans[0]!.stops;
    assert.deepEqual(stop!.deals.map((used) => [used.deal.text, used.saves, used.itemIds]),
        [['Two for five', 300, ['i3']]]);
    assert.deepEqual(stop!.lines.map((line) => [line.product.id, line.units, line.shelf, line.pays,
        line.isDoubtful]), [['p_milk', 2, 200, 200, false], ['p_eggs', 1, 350, 350, true],
        ['p_coffee', 2, 800, 500, false]]);
    const atA = columns.find((column) => column.store.id === 'a')!;
    assert.deepEqual(atA.cells, { i1: { pays: 240, isDeal: false }, i2: { pays: 200, isDeal: false },
        i3: { pays: 900, isDeal: true } });
});

test('what no shelf has is missing, with the reason', async () => {
    const { plans } = await planned(items());
    assert.deepEqual(plans[0]!.missing.map((one) => [one.itemId, one.reason, one.soldAt]),
        [['i4', 'not-sold', null]]);
});

test('ticked and deleted items are bought no more', async () => {
    const { plans } = await planned(change('i2', { isTicked: true }).filter(({ id }) => id !== 'i4'));
    assert.equal(plans.length, 1); // a second stop saves nothing now
    assert.equal(plans[0]!.goods, 700);
    assert.deepEqual(plans[0]!.missing, []);
});

test('what came on the list since is told as not priced', async () => {
    const added = { id: 'i9', name: 'jam', quantityMilli: 1000, unit: null, productId: null,
        isTicked: false };
    const { unpriced, lines } = await planned([...change('i1', { name: 'buttermilk' }), added]);
    assert.deepEqual(unpriced, ['i1', 'i9']);
    assert.deepEqual(lines.map((line) => line.itemId), ['i2', 'i3', 'i4']);
});

test('a deal that is over by then does not count', async () => {
    const tomorrow = await planned(items(), new Date('2026-11-27T12:00:00Z').getTime());
    assert.deepEqual(tomorrow.plans[0]!.stops.flatMap((stop) => stop.deals), []);
    assert.equal(tomorrow.plans[0]!.goods, 1350);
});

test('nor does a special price, where the shop has said what comes after', () => {
    const after = prepare(pack(), asked(), items(), new Date('2026-11-29T12:00:00Z').getTime());
    assert.equal(after.pack.stores[0]!.prices['coffee']!.unit_price, 500);
    assert.equal(after.hasOverSpecials, false);
    const untold = pack();
    delete untold.stores[0]!.prices['coffee']!.regular;
    assert.equal(prepare(untold, asked(), items(), new Date('2026-11-29T12:00:00Z').getTime())
        .hasOverSpecials, true);
});

test('more of it is more packages; half a package is a whole one, and doubtful', () => {
    const of = (quantityMilli: number) => prepare(pack(), asked(), change('i1', { quantityMilli }), NOW)
        .pack.lines[0]!.accept[0];
    assert.deepEqual(of(4000), { product: 'milk', units: 4 });
    assert.deepEqual(of(2500), { product: 'milk', units: 3, doubtful: true });
    assert.deepEqual(of(2000), { product: 'milk', units: 2 });
});

test('a pin moves the plan without a signal, where the pack has the product', async () => {
    const { plans, unpriced } = await planned(change('i1', { productId: 'p_oat' }));
    assert.equal(plans[0]!.stops[0]!.lines[0]!.product.id, 'p_oat');
    assert.equal(plans[0]!.goods, 1210);
    assert.deepEqual(unpriced, []);
    const unknown = await planned(change('i1', { productId: 'p_other' }));
    assert.deepEqual(unknown.unpriced, ['i1']);
});

test('products that a line may mean, the cheapest first', () => {
    assert.deepEqual(candidatesOf(pack(), 'i1').map((one) => [one.productId, one.cost, one.storeId]),
        [['p_milk', 200, 'b'], ['p_oat', 360, 'b']]);
    assert.deepEqual(candidatesOf(pack(), 'i4'), []);
});

test('what is saved, against what', async () => {
    const all = await planned(items());
    assert.deepEqual(savingOf(all, all.plans[1]!, ['b']),
        { kind: 'usual', store: all.stores[0]!.store, saves: 150 });
    assert.equal(savingOf(all, all.plans[0]!, ['b'])?.kind, 'is-usual');
    assert.deepEqual(savingOf(all, all.plans[1]!, []),
        { kind: 'nearest', store: all.stores[1]!.store, saves: 470 });
    assert.deepEqual(lastStopOf(all, 1), { adds: 100, saves: 150 });
    assert.equal(lastStopOf(all, 0), null);
});

/* Three stores that ask much the same, each with a way of its own. */
function evenPack(seed: number): Pack {
    const { below } = createRandom(seed);
    const priced = (): Record<string, object> =>
        Object.fromEntries(['milk', 'eggs', 'coffee'].map((product) =>
            [product, { unit_price: 100 + 20 * below(4) }]));
    const stores = ['a', 'b', 'c'].map((id) =>
        ({ ...store(id, 100 + below(900), priced()), visit_cost: 30 * below(6) }));
    return { ...pack(), stores, lines: pack().lines.slice(0, 3) } as unknown as Pack;
}

test('what is said of a saving is never of less than nothing, nor of nothing', async () => {
    for (let seed = 1; seed <= 120; seed++) {
        const all = await planPack(engine, prepare(evenPack(seed), asked(), items(), NOW), AT, []);
        for (const at of all.plans.keys()) {
            for (const favourites of [[], ['a'], ['b'], ['c']]) {
                const said = saidSaving(all, at, savingOf(all, all.plans[at]!, favourites));
                assert.doesNotMatch(said, /[-−]\s?[€\d]|€0\.00/u, `seed ${seed}`);
            }
        }
    }
});

test('a store that asks the same is said to, and a way that is shorter costs nothing', async () => {
    const [near, far] = [store('a', 300, { milk: { unit_price: 100 }, coffee: { unit_price: 400 } }),
        store('b', 900, { milk: { unit_price: 100 }, coffee: { unit_price: 400 } })];
    const of = async (...stores: object[]): Promise<Planned> => planPack(engine, prepare(
        { ...pack(), stores } as unknown as Pack, asked(), items(), NOW), AT, []);
    const same = await of({ ...near, visit_cost: 0 }, far);
    assert.equal(saidSaving(same, 0, savingOf(same, same.plans[0]!, ['b'])),
        'All of it at \u2068Mill b\u2069 costs the same at the till. A second stop would save nothing.');

    const [dear] = [store('c', 900, { milk: { unit_price: 130 }, coffee: { unit_price: 400 },
        eggs: { unit_price: 250 } })];
    const three = await of(
        { ...store('a', 300, { milk: { unit_price: 100 } }), visit_cost: 0 },
        { ...store('b', 300, { coffee: { unit_price: 400 }, eggs: { unit_price: 250 } }), visit_cost: 0 },
        { ...dear, visit_cost: 40 });
    assert.deepEqual(lastStopOf(three, 1), { adds: -40, saves: 60 });
    assert.match(saidSaving(three, 1, null), /^The second stop saves €0\.60\.$/);
});

test('a usual store that has not all of it is not compared', async () => {
    const lacking = pack();
    delete lacking.stores[0]!.prices['eggs'];
    const all = await planPack(engine, prepare(lacking, asked(), items(), NOW), AT, []);
    assert.deepEqual(savingOf(all, all.plans[0]!, ['a']), { kind: 'usual-differs',
        store: all.stores[1]!.store, goods: 1170, has: 2, of: 4 });
});

test('rows of the list: a deal with its end, and a special against the regular price', async () => {
    const facts = factsOf(await planned(items()));
    assert.deepEqual(facts.get('i3'), { price: { minor: 500, currency: 'EUR' },
        was: { minor: 800, currency: 'EUR' }, endsOn: '2026-11-26',
        store: { chain: 'Mill', name: 'Mill b', isCheapest: true }, why: null });
    assert.equal(facts.get('i1')!.was, null);
    assert.equal(facts.get('i4')!.price, null);
    assert.equal(facts.get('i4')!.why, 'On no shelf of these stores now.');
});

test('a row says that its store is the cheapest where no other of the table is', async () => {
    const all = await planned(items());
    const cheapest = (best: number): unknown[] => ['i1', 'i2', 'i3'].map((id) =>
        factsOf({ ...all, best }).get(id)!.store!.isCheapest);
    assert.deepEqual(cheapest(1), [true, true, true]);
    assert.deepEqual(cheapest(0), [true, false, true]); // eggs are not worth the way to a
    const beyond = factsOf({ ...all, columns: all.columns.slice(0, 1), best: 0 });
    assert.equal(beyond.get('i2')!.store!.isCheapest, false); // nor where a has no column
});

test('why a list has no total, and what a total leaves out', async () => {
    const [some, none] = [await planned(items()),
        { ...await planned(items()), plans: [], stores: [] }];
    assert.equal(noTotalOf('l', some, 'failed'), null); // what is kept is shown
    assert.equal(noTotalOf('l', null, 'offline'), null); // told above the list
    assert.equal(noTotalOf('l', null, 'failed')!.why, 'That could not be planned');
    assert.equal(noTotalOf('l', none, null)!.why, 'No prices around here');
    assert.equal(bestTotalOf('l', some)!.note, null);
    assert.equal(bestTotalOf('l', { ...some, notes: [{ code: 'TOO_MANY_ITEMS', count: 100, name: null,
        text: '' }] })!.note, 'Only the first 100 items of the list are compared.');
});

test('nothing is open: no plan, and no question to the engine', async () => {
    const none = await planPack(() => assert.fail(), prepare(pack(), asked(), [], NOW), AT, []);
    assert.deepEqual([none.plans, none.stores, none.unpriced], [[], [], []]);
});
