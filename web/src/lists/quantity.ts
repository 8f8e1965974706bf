/* Quantities, as they are typed into a stepper and stepped. */
import { formatNumber, groupSign } from '../i18n/format.ts';

export const UNITS = ['g', 'dag', 'kg', 'ml', 'dl', 'l', 'oz', 'lb', 'pack', 'bottle', 'can', 'bag',
    'jar', 'bunch'] as const;

const QUANTITY_MOST = 10_000_000; // thousandths; docs/sync.md
const HALVES: Record<string, number> = { '½': 0.5, '¼': 0.25, '¾': 0.75 };
const TYPED = /^(?:(\d+)\/(\d+)|(\d*(?:[.,]\d+)?) ?([½¼¾]?))$/u;
const GROUPED = /^[1-9]\d{0,2}([.,\s’])\d{3}(?:\1\d{3})*(?!\d)/u;

/* As it stands in its field: with no sign in it that could be read as another. */
export function fieldText(quantityMilli: number): string {
    return formatNumber(quantityMilli / 1000).replaceAll(groupSign(), '');
}

/* "1,200" is 1.2, but where the language has that sign between thousands. */
function ungrouped(text: string): string {
    return text.replace(GROUPED, (number: string, sign: string) =>
        (sign.trim() === groupSign().trim() ? number.replaceAll(sign, '') : number));
}

/* "1,5", "1/2", "1½" in thousandths. Null: no number, or one that no list holds. */
export function parseQuantity(text: string): number | null {
    const found = TYPED.exec(ungrouped(text.trim()));
    if (found === null)
        return null;
    const [, above, below, plain = '', half = ''] = found;
    const n = above !== undefined ? Number(above) / Number(below)
        : Number(plain.replace(',', '.')) + (HALVES[half] ?? 0);
    const milli = Math.round(n * 1000);
    return milli > 0 && milli <= QUANTITY_MOST ? milli : null;
}

/* What one press on + adds: 1 of what is counted, 100 of what is weighed in grams. */
export function stepOf(unit: string | null): number {
    switch (unit) {
    case 'g': case 'ml': return 100_000;
    case 'dag': return 10_000;
    case 'kg': case 'l': case 'lb': return 500;
    default: return 1000;
    }
}
