/* Every language says everything, in its own words. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { en as enFirst } from '../../src/i18n/en.ts';
import { account as enAccount } from '../../src/i18n/en/account.ts';
import { deals as enDeals } from '../../src/i18n/en/deals.ts';
import { install as enInstall } from '../../src/i18n/en/install.ts';
import { profile as enProfile } from '../../src/i18n/en/profile.ts';
import { review as enReview } from '../../src/i18n/en/review.ts';
import { scan as enScan } from '../../src/i18n/en/scan.ts';
import { share as enShare } from '../../src/i18n/en/share.ts';
import { sheets as enSheets } from '../../src/i18n/en/sheets.ts';
import { shop as enShop } from '../../src/i18n/en/shop.ts';
import { he as heFirst } from '../../src/i18n/he.ts';
import { account as heAccount } from '../../src/i18n/he/account.ts';
import { deals as heDeals } from '../../src/i18n/he/deals.ts';
import { install as heInstall } from '../../src/i18n/he/install.ts';
import { profile as heProfile } from '../../src/i18n/he/profile.ts';
import { review as heReview } from '../../src/i18n/he/review.ts';
import { scan as heScan } from '../../src/i18n/he/scan.ts';
import { share as heShare } from '../../src/i18n/he/share.ts';
import { sheets as heSheets } from '../../src/i18n/he/sheets.ts';
import { shop as heShop } from '../../src/i18n/he/shop.ts';
import { hr as hrFirst } from '../../src/i18n/hr.ts';
import { account as hrAccount } from '../../src/i18n/hr/account.ts';
import { deals as hrDeals } from '../../src/i18n/hr/deals.ts';
import { install as hrInstall } from '../../src/i18n/hr/install.ts';
import { profile as hrProfile } from '../../src/i18n/hr/profile.ts';
import { review as hrReview } from '../../src/i18n/hr/review.ts';
import { scan as hrScan } from '../../src/i18n/hr/scan.ts';
import { share as hrShare } from '../../src/i18n/hr/share.ts';
import { sheets as hrSheets } from '../../src/i18n/hr/sheets.ts';
import { shop as hrShop } from '../../src/i18n/hr/shop.ts';
import { pluralOf } from '../../src/i18n/plural.ts';
import { pseudo } from '../../src/i18n/pseudo.ts';

/* What comes with the first page, and with screens that are gone to. */
const en = { ...enFirst, account: enAccount, deals: enDeals, install: enInstall,
    profile: enProfile, review: enReview, scan: enScan, share: enShare, sheets: enSheets, shop: enShop };
const hr = { ...hrFirst, account: hrAccount, deals: hrDeals, install: hrInstall,
    profile: hrProfile, review: hrReview, scan: hrScan, share: hrShare, sheets: hrSheets, shop: hrShop };
const he = { ...heFirst, account: heAccount, deals: heDeals, install: heInstall,
    profile: heProfile, review: heReview, scan: heScan, share: heShare, sheets: heSheets, shop: heShop };

/* The same word in Croatian as in English. */
const SAME_IN_CROATIAN = new Set<string>();

/* Each text by its place; one with arguments as it reads for 1, 2, 5 and 22. */
function textsOf(node: unknown, at: string, into = new Map<string, string>()) {
    if (typeof node === 'string') {
        into.set(at, node);
    } else if (typeof node === 'function') {
        for (const n of [1, 2, 5, 22])
            into.set(`${at}(${n})`, node(n, n, n, n));
    } else {
        for (const [key, inner] of Object.entries(node as object))
            textsOf(inner, `${at}.${key}`, into);
    }
    return into;
}

const english = textsOf(en, '');

for (const [language, messages] of [['hr', hr], ['he', he]] as const) {
    const texts = textsOf(messages, '');

    test(`${language} says what English says, and nothing else`, () => {
        assert.deepEqual([...texts.keys()].sort(), [...english.keys()].sort());
    });

    test(`${language} leaves nothing empty or in English`, () => {
        for (const [at, text] of texts) {
            assert.notEqual(text.trim(), '', at);
            if (/\p{L}{2}/u.test(english.get(at)!) && !SAME_IN_CROATIAN.has(at))
                assert.notEqual(text, english.get(at), `${at} is in English`);
            assert.doesNotMatch(text, /#|undefined|\[object/u, at);
        }
    });
}

test('Hebrew is written in Hebrew letters', () => {
    for (const [at, text] of textsOf(he, ''))
        assert.match(text, /[\u05d0-\u05ea]/u, at);
});

test('plurals follow each language', () => {
    assert.equal(en.lists.itemsIn(1), '1 item');
    assert.equal(en.lists.itemsIn(1200), '1,200 items');
    assert.deepEqual([1, 2, 5, 11, 21, 22].map((n) => hr.lists.itemsIn(n)),
        ['1 stavka', '2 stavke', '5 stavki', '11 stavki', '21 stavka', '22 stavke']);
    assert.deepEqual([1, 2, 3].map((n) => he.lists.itemsIn(n)),
        ['פריט אחד', 'שני פריטים', '3 פריטים']);
});

test('half of one is not one', () => {
    assert.deepEqual([0.5, 1, 1.5, 2, 2.5].map((n) => he.lists.packs.pack(n)),
        ['0.5 חבילות', 'חבילה אחת', '1.5 חבילות', 'שתי חבילות', '2.5 חבילות']);
    assert.deepEqual([0.5, 1, 1.5].map((n) => en.lists.packs.pack(n)), ['0.5 packs', '1 pack', '1.5 packs']);
    assert.deepEqual([0.1, 0.5, 1, 1.2, 1.5, 5].map((n) => hr.lists.packs.pack(n)),
        ['0,1 pakiranje', '0,5 pakiranja', '1 pakiranje', '1,2 pakiranja', '1,5 pakiranja', '5 pakiranja']);
});

test('a form that names its number in words is for that number alone', () => {
    const [plural, spelled] = [pluralOf('hr'), { one: 'jedan', few: '# para', other: '# komada' }];
    assert.deepEqual([1, 21, 2, 5].map((n) => plural(n, spelled)),
        ['jedan', '21 komada', '2 para', '5 komada']);
});

test('the pseudo-locale marks every text', () => {
    for (const [at, text] of textsOf(pseudo(en), ''))
        assert.match(text, /^\[.+\]$/u, at);
});

/* Text between tags, and in the attributes that people read or hear, comes from the messages. */
test('no screen has words of its own', () => {
    const root = new URL('../../src/', import.meta.url);
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.tsx'));
    assert.ok(files.length > 10);
    for (const path of files) {
        const source = readFileSync(new URL(path, root), 'utf8').replaceAll(/\/\*.*?\*\//gsu, '');
        const words = source.match(
            /(?<=[a-z"}] ?>)\s*\p{L}{2,}[^<>{}=();]*(?=<\/)|(?<=\b(?:aria-label|title|placeholder|alt|label)=")[^"]*\p{L}{2,}[^"]*/gu);
        assert.deepEqual((words ?? []).filter((word) => word.trim() !== 'SmartCart'), [], path);
    }
});
