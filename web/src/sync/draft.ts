/*
 * What was typed, as an item: '2 l milk' is milk, 2 l. Simple on purpose: the server's parser reads
 * the lines again, and better, when it plans where to buy them.
 */
import type { ItemDraft } from './edits.ts';
import { QUANTITY_MAX } from './merge.ts';

/* As kept, and as written: the words of src/domain/units.c that shoppers use. */
export const UNIT_WORDS: Record<string, string[]> = {
    kg: ['kg', 'kilo', 'kilos', 'kilogram', 'kila', 'kilograma', 'ק"ג', 'קילו', 'קג'],
    g: ['g', 'gr', 'gram', 'grams', 'grama', 'גרם', "גר'"],
    dag: ['dag', 'dkg', 'deka', 'deke', 'dekagrama'],
    oz: ['oz', 'ounce', 'ounces', 'unca', 'unce', 'unci', 'אונקיה', 'אונקיות'],
    lb: ['lb', 'lbs', 'pound', 'pounds', 'funta', 'funte', 'funti', 'ליברה', 'ליברות'],
    l: ['l', 'liter', 'liters', 'litre', 'litres', 'litra', 'litre', 'litara', 'ליטר', "ל'"],
    dl: ['dl'],
    ml: ['ml', 'מ"ל', 'מל'],
    pack: ['pack', 'packs', 'packet', 'packets', 'paket', 'paketa', 'pakiranja', 'חבילה', 'חבילות'],
    bottle: ['bottle', 'bottles', 'boca', 'boce', 'בקבוק', 'בקבוקים'],
    bag: ['bag', 'bags', 'vreća', 'vreće', 'vrećica', 'vrećice', 'שקית', 'שקיות', 'שק'],
    jar: ['jar', 'jars', 'staklenka', 'staklenke', 'staklenki', 'tegla', 'tegle', 'tegli', 'צנצנת', 'צנצנות'],
    bunch: ['bunch', 'bunches', 'vezica', 'vezice', 'svežanj', 'צרור', 'צרורות'],
    can: ['can', 'cans', 'tin', 'tins', 'limenka', 'limenke', 'פחית', 'פחיות'],
};
const NUMBERS: string[][] = [
    ['half', 'pola', 'חצי'],
    ['a', 'an', 'one', 'jedan', 'jedna', 'jedno', 'אחד', 'אחת'],
    ['two', 'dva', 'dvije', 'שני', 'שתי', 'שניים', 'שתיים'],
    ['three', 'tri', 'שלוש', 'שלושה'],
    ['four', 'četiri', 'ארבע', 'ארבעה'],
    ['five', 'pet', 'חמש', 'חמישה'],
    ['six', 'šest', 'שש', 'שישה'],
    ['seven', 'sedam', 'שבע', 'שבעה'],
    ['eight', 'osam', 'שמונה'],
    ['nine', 'devet', 'תשע', 'תשעה'],
    ['ten', 'deset', 'עשר', 'עשרה'],
];
const DOZENS = ['dozen', 'tucet', 'תריסר'];
const FILLERS = ['of', 'x', '×', 'a', 'an']; // 'half a kilo'

const unitOf = new Map(Object.entries(UNIT_WORDS).flatMap(([unit, words]) =>
    words.map((word) => [word, unit])));
const milliOf = new Map([...NUMBERS.flatMap((words, number) =>
    words.map((word) => [word, number === 0 ? 500 : number * 1000] as const)),
...DOZENS.map((word) => [word, 12_000] as const)]);

const AMOUNT = /^(\d{1,5})(?:[.,](\d{1,3}))?(?:\s*[x×])?$/i;
const FRACTION = /^(\d{1,2})\/(\d{1,2})$/;
const JOINED = /^(\d[\d.,/]*)([^\d\s.,/].*)$/; // '500g'

function readMilli(word: string): number | null {
    const fraction = FRACTION.exec(word);
    if (fraction !== null && Number(fraction[2]) > 0)
        return Math.round(Number(fraction[1]) * 1000 / Number(fraction[2]));
    const amount = AMOUNT.exec(word);
    if (amount !== null)
        return Number(amount[1]) * 1000 + Number((amount[2] ?? '').padEnd(3, '0'));
    return milliOf.get(word.toLowerCase()) ?? null;
}

/* The number and unit at the start of words, and how many words they are. */
function takeQuantity(words: string[]):
    { milli: number; unit: string | null; count: number } | null {
    let milli = readMilli(words[0] ?? '');
    if (milli === null)
        return null;
    let count = 1;
    if (DOZENS.includes(words[1]?.toLowerCase() ?? '')) {
        milli *= 12;
        count = 2;
    }
    if (FILLERS.includes(words[count]?.toLowerCase() ?? ''))
        count++;
    const unit = unitOf.get((words[count] ?? '').toLowerCase().replace(/\.$/, '')) ?? null;
    if (unit !== null)
        count++;
    if (unit !== null && words[count]?.toLowerCase() === 'of')
        count++;
    return { milli, unit, count };
}

function split(typed: string): string[] {
    return typed.normalize('NFC').trim().split(/\s+/).flatMap((word) => {
        const joined = JOINED.exec(word);
        const isUnit = joined !== null && (unitOf.has(joined[2]!.toLowerCase()) ||
            FILLERS.includes(joined[2]!.toLowerCase()));
        return isUnit ? [joined[1]!, joined[2]!] : [word];
    });
}

/* In front ('2 l milk'), else behind ('milk 2 l', 'eggs x6' apart); else one of what is typed. */
export function readDraft(typed: string): ItemDraft {
    const words = split(typed);
    const whole = typed.normalize('NFC').trim().replace(/\s+/g, ' ');
    const cuts = [{ at: 0, name: (count: number) => words.slice(count) },
        ...[3, 2, 1].filter((size) => size < words.length).map((size) => ({
            at: words.length - size, name: () => words.slice(0, -size) }))];
    for (const { at, name } of cuts) {
        const found = takeQuantity(words.slice(at));
        const left = found === null ? [] : name(found.count);
        const isWhole = at === 0 || at + (found?.count ?? 0) === words.length;
        // a number behind a name is of the name, unless it has a unit: 'Omega 3', 'milk 2 l'
        if (found === null || left.length === 0 || !isWhole || (at > 0 && found.unit === null) ||
            found.milli === 0 || found.milli > QUANTITY_MAX)
            continue;
        return { name: left.join(' '), quantityMilli: found.milli,
            ...(found.unit === null ? {} : { unit: found.unit }) };
    }
    return { name: whole, quantityMilli: 1000 };
}
