/* Several things at once: said, pasted, shared. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLines, readSpoken } from '../../src/review/lines.ts';
import type { ItemDraft } from '../../src/sync/edits.ts';

const shown = (drafts: ItemDraft[]): string[] => drafts.map(({ name, quantityMilli = 1000, unit }) =>
    [quantityMilli === 1000 && unit === undefined ? '' : quantityMilli / 1000, unit ?? '', name]
        .filter((part) => part !== '').join(' '));

const SPOKEN: [language: string, text: string, items: string[]][] = [
    ['en', 'two oat milk and a dozen eggs', ['2 oat milk', '12 eggs']],
    ['en', 'bread, butter and three bananas.', ['bread', 'butter', '3 bananas']],
    ['en', 'half a kilo of brandy', ['0.5 kg brandy']],
    ['en', '1.5 kg potatoes and 0,5 l cream', ['1.5 kg potatoes', '0.5 l cream']],
    ['en', 'Milk And Honey', ['Milk', 'Honey']],
    ['hr', 'dva zobena mlijeka i tucet jaja', ['2 zobena mlijeka', '12 jaja']],
    ['hr', 'pola kg sira, kruh te riža', ['0.5 kg sira', 'kruh', 'riža']],
    ['he', 'שני חלב ותריסר ביצים', ['2 חלב', '12 ביצים']],
    ['he', 'לחם וחמאה ושלוש בננות', ['לחם', 'חמאה', '3 בננות']],
    ['he', 'סוכר וניל וקמח', ['סוכר וניל', 'קמח']],
    ['en', ' ', []],
];

test('what is said is as many items as are meant', () => {
    for (const [language, text, items] of SPOKEN)
        assert.deepEqual(shown(readSpoken(text, language)), items, text);
});

test('lines of a recipe are items; headings, marks and links are not', () => {
    const recipe = 'For the dough:\r\n- 500 g flour\n• 2 eggs\n\n1. butter\n2) salt\n- [ ] milk\n☐ 1/2 kg sugar\n' +
        'https://example.org/cake\n---\nJam https://example.org/jam';
    assert.deepEqual(shown(readLines(recipe)),
        ['500 g flour', '2 eggs', 'butter', 'salt', 'milk', '0.5 kg sugar', 'Jam']);
});

test('what is too much is cut', () => {
    const drafts = readLines(`${'x'.repeat(5000)}\n`.repeat(500));
    assert.equal(drafts.length, 100);
    assert.equal(drafts[0]!.name.length, 200);
});
