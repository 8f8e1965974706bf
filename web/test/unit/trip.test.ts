/* A plan that is being shopped: its groups, its sum, and the order of aisles. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { SlipLine } from '../../src/shop/plan.ts';
import { joinTowns } from '../../src/shop/towns.ts';
import { groupRows, inCart, moved, outsideOf, rowsOf, type Trip } from '../../src/shop/trip.ts';
import type { Item } from '../../src/sync/model.ts';

const AISLES = ['produce', 'dairy', 'drinks', 'other'];

function item(id: string, category: string | null, isTicked = false): Item {
    return { id, name: id, category, isTicked } as Item;
}

function line(itemId: string, pays: number, deposit = 0): SlipLine {
    return { itemId, pays, deposit } as SlipLine;
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
    assert.equal(inCart(rowsOf(stop!, list), stop!), 420);
    const all = list.map((one) => ({ ...one, isTicked: true }));
    assert.equal(inCart(rowsOf(stop!, all), stop!), 540); // a deal on the whole basket took 30 off
    assert.equal(inCart(rowsOf(stop!, all.slice(1)), stop!), 370); // the milk was taken off the list
});

test('what is in no stop is told apart', () => {
    const list = [item('milk', null), item('tea', null), item('saffron', null)];
    assert.deepEqual(outsideOf(trip, list).map((one) => one.id), ['saffron']);
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
