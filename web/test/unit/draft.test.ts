import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { UNITS } from '../../src/lists/quantity.ts';
import { readDraft, UNIT_WORDS } from '../../src/sync/draft.ts';

const CASES: [typed: string, name: string, quantityMilli: number, unit?: string][] = [
    ['milk', 'milk', 1000],
    ['  oat   milk ', 'oat milk', 1000],
    ['2 milk', 'milk', 2000],
    ['2 l milk', 'milk', 2000, 'l'],
    ['2l milk', 'milk', 2000, 'l'],
    ['1.5 kg potatoes', 'potatoes', 1500, 'kg'],
    ['0,5 l vrhnja', 'vrhnja', 500, 'l'],
    ['500g flour', 'flour', 500_000, 'g'],
    ['flour 500 g', 'flour', 500_000, 'g'],
    ['milk 2l', 'milk', 2000, 'l'],
    ['1/2 kg butter', 'butter', 500, 'kg'],
    ['3x yoghurt', 'yoghurt', 3000],
    ['3 x yoghurt', 'yoghurt', 3000],
    ['two oat milk', 'oat milk', 2000],
    ['a dozen eggs', 'eggs', 12_000],
    ['two dozen eggs', 'eggs', 24_000],
    ['2 bottles of water', 'water', 2000, 'bottle'],
    ['pola kg sira', 'sira', 500, 'kg'],
    ['dvije boce ulja', 'ulja', 2000, 'bottle'],
    ['חצי קילו גבינה', 'גבינה', 500, 'kg'],
    ['שני בקבוקים מים', 'מים', 2000, 'bottle'],
    ['שלוש חלב', 'חלב', 3000],
    ['20 dag šunke', 'šunke', 20_000, 'dag'],
    ['šunka 20dkg', 'šunka', 20_000, 'dag'],
    ['8 oz cheddar', 'cheddar', 8000, 'oz'],
    ['2lbs mince', 'mince', 2000, 'lb'],
    ['half a pound of butter', 'butter', 500, 'lb'],
    ['a bunch of parsley', 'parsley', 1000, 'bunch'],
    ['dvije staklenke meda', 'meda', 2000, 'jar'],
    ['3 vrećice čipsa', 'čipsa', 3000, 'bag'],
    ['שתי שקיות במבה', 'במבה', 2000, 'bag'],
    ['2 צרורות פטרוזיליה', 'פטרוזיליה', 2000, 'bunch'],
    ['2 bags', '2 bags', 1000],
    ['Omega 3', 'Omega 3', 1000],
    ['7up', '7up', 1000],
    ['2', '2', 1000],
    ['2 kg', '2 kg', 1000],
    ['0 milk', '0 milk', 1000],
    ['99999 milk', '99999 milk', 1000],
    ['a', 'a', 1000],
];

for (const [typed, name, quantityMilli, unit] of CASES)
    test(`typed: ${typed}`, () => {
        assert.deepEqual(readDraft(typed), { name, quantityMilli, ...(unit ? { unit } : {}) });
    });

test('a unit is what the server takes its word for, and one that the list offers', () => {
    const source = readFileSync(new URL('../../../src/domain/units.c', import.meta.url), 'utf8');
    const symbols = new Map([...source.matchAll(/\[(UNIT_\w+)\] = \{"([^"]+)"/gu)]
        .map(([, id, symbol]) => [id, symbol]));
    const words = new Map([...source.matchAll(/\{"([^"]+)", (UNIT_\w+)\}/gu)]
        .map(([, word, id]) => [word, symbols.get(id)]));
    const folded = (word: string): string =>
        word.normalize('NFD').replaceAll(/[\u0300-\u036f"']/gu, '').toLowerCase();
    assert.ok(symbols.size > 30 && words.size > 300);
    assert.deepEqual(Object.keys(UNIT_WORDS).sort(), [...UNITS].sort());
    for (const [unit, said] of Object.entries(UNIT_WORDS))
        for (const word of said)
            assert.equal(words.get(folded(word)), unit, word);
});
