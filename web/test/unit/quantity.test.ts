/* A quantity in its field, and as it is typed there, in each language. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldText, parseQuantity } from '../../src/lists/quantity.ts';
import { speaking } from './helpers/language.ts';

for (const language of ['en', 'hr', 'he'] as const) {
    test(`what stands in the field is what it says, in ${language}`, async () => {
        await speaking(language);
        for (const milli of [1, 333, 500, 1000, 1500, 1001, 1_000_000, 1_000_500, 1_500_000, 10_000_000])
            assert.equal(parseQuantity(fieldText(milli)), milli, fieldText(milli));
    });
}

const TYPED: [text: string, en: number | null, hr: number | null][] = [
    ['1,200', 1_200_000, 1200],
    ['1.200', 1200, 1_200_000],
    ['10,000', 10_000_000, 10_000],
    ['1,200.5', 1_200_500, null],
    ['1.200,5', null, 1_200_500],
    ['0,200', 200, 200], // nobody sets thousands apart that are none
    ['0.200', 200, 200],
    ['1,5', 1500, 1500],
    ['1.5', 1500, 1500],
    ['1,20', 1200, 1200],
    ['1200,200', 1_200_200, 1_200_200],
    ['1½', 1500, 1500],
    ['1/2', 500, 500],
    ['12,000', null, 12_000], // more than a list holds
    ['a few', null, null],
];

test('what is typed with thousands apart is read as it is meant, by the language’s own signs', async () => {
    for (const [text, en, hr] of TYPED) {
        await speaking('en');
        assert.equal(parseQuantity(text), en, `${text} in en`);
        await speaking('he');
        assert.equal(parseQuantity(text), en, `${text} in he`);
        await speaking('hr');
        assert.equal(parseQuantity(text), hr, `${text} in hr`);
    }
});
