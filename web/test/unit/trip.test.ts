/* A plan that is being shopped: its groups, its sum, and the order of aisles. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Plan, Planned } from '../../src/shop/plan.ts';
import { saidAmount } from '../../src/shop/said.ts';
import { joinTowns } from '../../src/shop/towns.ts';
import {
    groupRows, inCart, isAsPlanned, moved, outsideOf, rowsOf, startTrip, type Trip, type TripLine,
} from '../../src/shop/trip.ts';
import type { Item } from '../../src/sync/model.ts';

const AISLES = ['produce', 'dairy', 'drinks', 'other'];

function item(id: string, category: string | null, isTicked = false): Item {
    return { id, name: id, category, isTicked } as Item;
}

function line(itemId: string, pays: number, deposit = 0): TripLine {
    return { itemId, pays, deposit } as TripLine;
}

const trip = {
    stops: [
        { store: { id: 'a' }, till: 540, lines: [line('milk', 200), line('kale', 150), line('cola', 190, 30)] },
        { store: { id: 'b' }, till: 100, lines: [line('tea', 100)] },
    ],
} as Trip;
const [stop] = trip.stops;

test('groups follow the shop, then what was said of this store; what nobody knows is before the last', () => {
    const list = [item('milk', 'dairy'), item('kale', 'produce'), item('cola', 'Grandma’s shelf')];
    const categories = (order: string[]): string[] =>
        groupRows(rowsOf(stop!, list), AISLES, order).map((group) => group.category);
    assert.deepEqual(categories([]), ['produce', 'dairy', 'Grandma’s shelf']);
    assert.deepEqual(categories(['dairy']), ['dairy', 'produce', 'Grandma’s shelf']);
    assert.deepEqual(categories(['drinks', 'Grandma’s shelf', 'dairy']),
        ['Grandma’s shelf', 'dairy', 'produce']);
    assert.equal(groupRows(rowsOf(stop!, [item('milk', null)]), AISLES, [])[0]!.category, 'other');
});

test('the sum of the cart counts deposits, and is the till’s own once all is in', () => {
    const list = [item('milk', null, true), item('kale', null), item('cola', null, true)];
    assert.deepEqual(inCart(rowsOf(stop!, list), stop!), { minor: 420, isAbout: false });
    const all = list.map((one) => ({ ...one, isTicked: true }));
    assert.equal(inCart(rowsOf(stop!, all), stop!).minor, 540); // a deal on the whole basket took 30 off
    assert.equal(inCart(rowsOf(stop!, all.slice(1)), stop!).minor, 370); // the milk was taken off the list
});

test('of another amount than was planned the cart has about as much as that comes to', () => {
    const one = { lines: [{ ...line('milk', 300, 30), quantityMilli: 3000, unit: null },
        { ...line('rice', 200), quantityMilli: 500, unit: 'g' }], till: 500 } as unknown as typeof stop & {};
    const list = [{ ...item('milk', null, true), quantityMilli: 2000, unit: null },
        { ...item('rice', null), quantityMilli: 500, unit: 'g' }];
    assert.deepEqual(inCart(rowsOf(one, list), one), { minor: 220, isAbout: true });
    const all = list.map((row) => ({ ...row, isTicked: true }));
    assert.deepEqual(inCart(rowsOf(one, all), one), { minor: 420, isAbout: true }); // not the till's own
    const other = [{ ...list[0]!, unit: 'l' }];
    assert.deepEqual(inCart(rowsOf(one, other), one), { minor: 330, isAbout: true }); // to be told nothing of
    const asked = [{ ...list[0]!, quantityMilli: 3000 }];
    assert.deepEqual(inCart(rowsOf(one, asked), one), { minor: 330, isAbout: false });
});

test('what is in no stop is told apart', () => {
    const list = [item('milk', null), item('tea', null), item('saffron', null)];
    assert.deepEqual(outsideOf(trip, list).map((one) => one.id), ['saffron']);
});

test('a row says how many to take: as planned, or as it was changed since', () => {
    const planned = { lines: [{ itemId: 'milk', quantityMilli: 3000, unit: null },
        { itemId: 'rice', quantityMilli: 2500, unit: 'kg' }, { itemId: 'figs', quantityMilli: 500, unit: 'kg' },
        { itemId: 'tea', quantityMilli: 1000, unit: null }] } as Planned;
    const plan = { stops: [{ lines: [{ itemId: 'milk', units: 3, grams: null },
        { itemId: 'rice', units: 3, grams: null }, { itemId: 'figs', units: null, grams: 500 },
        { itemId: 'tea', units: 1, grams: null }] }] } as unknown as Plan;
    const started = startTrip(planned, plan, null, '2026-11-26T12:00:00Z');
    const said = (name: string, quantityMilli: number, unit: string | null): (string | null | boolean)[] => {
        const of = { ...item(name, null), quantityMilli, unit };
        const [row] = rowsOf(started.stops[0]!, [of]);
        return [saidAmount(row!), isAsPlanned(row!)];
    };
    assert.deepEqual(said('milk', 3000, null), ['3 ×', true]);
    assert.deepEqual(said('rice', 2500, 'kg'), ['3 ×', true]); // of packages
    assert.deepEqual(said('figs', 500, 'kg'), ['500 g', true]);
    assert.deepEqual(said('tea', 1000, null), [null, true]);
    assert.deepEqual(said('tea', 3000, null), ['3 ×', false]);
    assert.deepEqual(said('milk', 1000, null), ['1 ×', false]);
    assert.deepEqual(said('rice', 4000, 'kg'), ['4 kg', false]);
    assert.deepEqual(said('figs', 2000, 'pack'), ['2 packs', false]);
    const added = { ...item('saffron', null), quantityMilli: 2000, unit: null };
    assert.equal(saidAmount({ item: added, line: null }), '2 ×');
    assert.equal(saidAmount({ item: { ...added, quantityMilli: 1000 }, line: null }), null);
});

test('a category moves by one place, and never out of the list', () => {
    assert.deepEqual(moved(['a', 'b', 'c'], 'b', -1), ['b', 'a', 'c']);
    assert.deepEqual(moved(['a', 'b', 'c'], 'b', 1), ['a', 'c', 'b']);
    assert.deepEqual(moved(['a', 'b', 'c'], 'a', -1), ['a', 'b', 'c']);
    assert.deepEqual(moved(['a', 'b', 'c'], 'x', 1), ['a', 'b', 'c']);
});

test('a town lies in the middle of its stores; stores without a place are in none', () => {
    assert.deepEqual(joinTowns([
        { city: 'Cork', lat: 51.8, lon: -8.4 }, { city: 'Cork', lat: 52, lon: -8.6 },
        { city: 'Cork', lat: null, lon: null }, { city: null, lat: 1, lon: 1 },
        { city: 'Mahon', lat: 51.9, lon: -8.4 },
    ]).map(({ name, count, lat, lon }) => [name, count, lat.toFixed(1), lon.toFixed(1)]),
    [['Cork', 2, '51.9', '-8.5'], ['Mahon', 1, '51.9', '-8.4']]);
});
