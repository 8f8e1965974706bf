/* What was left out of a plan is said in each language: every code of the schema has its words. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { buildSchema, type GraphQLEnumType } from 'graphql';
import { shop as en } from '../../src/i18n/en/shop.ts';
import { shop as he } from '../../src/i18n/he/shop.ts';
import { shop as hr } from '../../src/i18n/hr/shop.ts';
import { type Note, saidNote } from '../../src/shop/note.ts';

const sdl = readFileSync(new URL('../../../schema/where.graphql', import.meta.url), 'utf8');
const declared = /^enum WhereNoteCode \{[^}]*\}/mu.exec(sdl)![0];
const codes = (buildSchema(declared).getType('WhereNoteCode') as GraphQLEnumType).getValues();

function noted(code: string, count: number | null = 3, name: string | null = 'Milk'): Note {
    return { code: code as Note['code'], count, name, text: 'In English.' };
}

for (const [language, { notes }] of Object.entries({ en, hr, he }))
    test(`${language} has words for each code, and tells what it is about`, () => {
        assert.ok(codes.length > 5);
        for (const { name: code, description } of codes) {
            const said = saidNote(noted(code), notes);
            assert.ok(said !== null && said !== '', code);
            assert.equal(said.includes('3'), description!.includes('`count`'), code);
            assert.equal(said.includes('Milk'), description!.includes('`name`'), code);
        }
    });

test('what is counted is said by the rules of the language', () => {
    const said = (count: number) => saidNote(noted('UNKNOWN_STORES', count, null), hr.notes);
    assert.equal(said(1), '1 vaša trgovina više nije poznata i izostavljena je.');
    assert.equal(said(22), '22 vaše trgovine više nisu poznate i izostavljene su.');
});

test('a code that a newer server has is no word of ours', () => {
    assert.equal(saidNote(noted('SHOPS_ON_STRIKE'), en.notes), null);
    assert.equal(saidNote(noted('toString'), en.notes), null);
});
