/* A barcode: its number, which item it is, and the bars themselves, by the reader that is shipped. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { readGtin, shownGtin } from '../../src/scan/gtin.ts';
import { type KnownLines, matchItem } from '../../src/scan/match.ts';
import type { Item } from '../../src/sync/model.ts';
import { drawEan13 } from '../helpers/bars.ts';

/* Those of src/domain/gtin_test.c, and with spaces as people copy them. */
const RIGHT: [text: string, gtin: string][] = [
    ['4006381333931', '04006381333931'],
    ['4 006381 333931', '04006381333931'],
    ['04006381333931', '04006381333931'],
    ['036000291452', '00036000291452'],
    ['96385074', '00000096385074'],
    ['0000096385074', '00000096385074'],
    ['10036000291459', '10036000291459'],
    ['01234565', '00012345000065'],
    ['04252614', '00042100005264'],
    ['01278907', '00012000007897'],
    ['3012345678902', '03012345678902'],
];

test('numbers of all lengths are one', () => {
    for (const [text, gtin] of RIGHT)
        assert.deepEqual(readGtin(text), { gtin }, text);
});

test('a mistyped digit is found, each of them', () => {
    for (const at of Array(13).keys()) {
        const digits = [...'4006381333931'];
        digits[at] = String((Number(digits[at]) + 1) % 10);
        assert.deepEqual(readGtin(digits.join('')), { problem: 'wrong' }, String(at));
    }
    for (const text of ['', '123', '0000000000000', '400638133393a', '036000291453', '96385075', '01234566',
        '004006381333931', '٤٠٠٦٣٨١٣٣٣٩٣١'])
        assert.deepEqual(readGtin(text), { problem: 'wrong' }, text);
});

test('what a shop has numbered itself is no product of the world', () => {
    for (const text of ['2000000000008', '2912345678906', '0212345678909', '212345678909', '20000004',
        '00000020000004'])
        assert.deepEqual(readGtin(text), { problem: 'internal' }, text);
});

test('it is shown as it stands under the bars', () => {
    for (const [shown, gtin] of [['4006381333931', '04006381333931'], ['73513537', '00000073513537']])
        assert.equal(shownGtin(gtin!), shown);
});

function item(fields: Partial<Item> & Pick<Item, 'id' | 'name'>): Item {
    return { listId: 'l', quantityMilli: 1000, unit: null, note: null, photo: null, category: null,
        position: 'a', isTicked: false, addedById: null, addedByName: null, addedAt: '', changedAt: '',
        productId: null, isUnsent: false, ...fields };
}

const scanned = { gtin: '04006381333931', product: { id: 'p1', name: 'Avonmore Milk 2 l' } };
const note = (gtin: string): string => `Barcode ${gtin}`;
const known: KnownLines = {
    lines: [{ id: 'milk', accept: [{ product: '7' }] }],
    items: { 7: { product: 'p1', name: 'Avonmore Milk 2 l' } },
    asked: { milk: { name: 'milk' } },
};

function matched(items: Item[], given = scanned as Parameters<typeof matchItem>[1]): string | undefined {
    return matchItem(items, given, known, note)?.id;
}

test('an item is the product: pinned, by its number, by its name, by the plan', () => {
    const bread = item({ id: 'bread', name: 'bread' });
    const milk = item({ id: 'milk', name: 'milk' });
    const named = item({ id: 'named', name: 'avonmore milk 2 L' });
    const noted = item({ id: 'noted', name: 'that one', note: 'Barcode 04006381333931' });
    const pinned = item({ id: 'pinned', name: 'Milk', productId: 'p1' });
    assert.equal(matched([bread, milk, named, noted, pinned]), 'pinned');
    assert.equal(matched([bread, milk, named, noted]), 'noted');
    assert.equal(matched([bread, milk, named]), 'named');
    assert.equal(matched([bread, milk]), 'milk');
    assert.equal(matched([bread]), undefined);
});

test('what is open is ticked before what is in the cart is told', () => {
    const inCart = item({ id: 'in cart', name: 'Milk', productId: 'p1', isTicked: true });
    const open = item({ id: 'open', name: 'Milk', productId: 'p1' });
    assert.equal(matched([inCart, open]), 'open');
    assert.equal(matched([inCart]), 'in cart');
});

test('an item that is another thing by now, or pinned to another product, is not it', () => {
    assert.equal(matched([item({ id: 'milk', name: 'oat milk' })]), undefined);
    assert.equal(matched([item({ id: 'milk', name: 'milk', productId: 'p2' })]), undefined);
    assert.equal(matched([item({ id: 'milk', name: 'milk', isTicked: true })]), undefined);
});

test('a number that nobody knows is known by its note alone', () => {
    const nobody = { gtin: scanned.gtin, product: null };
    assert.equal(matched([item({ id: 'milk', name: 'milk' })], nobody), undefined);
    assert.equal(matched([item({ id: 'x', name: 'x', note: note(scanned.gtin) })], nobody), 'x');
});

test('the shipped reader reads drawn bars, and none where there are none', async () => {
    const wasm = readFileSync(new URL(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')));
    prepareZXingModule({ overrides: { wasmBinary: wasm.buffer as ArrayBuffer } });
    const read = async (code: string): Promise<string[]> => {
        const { width, height, grey } = drawEan13(code);
        const data = new Uint8ClampedArray(width * height * 4).map((_, at) =>
            (at % 4 === 3 ? 255 : grey[at >> 2]!));
        const found = await readBarcodes({ width, height, data, colorSpace: 'srgb' } as ImageData,
            { formats: ['EAN13', 'EAN8', 'UPCA', 'UPCE'], maxNumberOfSymbols: 1, tryHarder: true });
        return found.map((one) => one.text);
    };
    for (const code of ['4006381333931', '9522220155809'])
        assert.deepEqual(await read(code), [code]);
    assert.deepEqual(await read('4006381333932'), []); // its check digit is wrong
});
