/* Money, numbers, days and times as the reader writes them. Each follows the locale by itself when
   it is called in a component. */
import { locale, t } from './i18n.ts';

export interface Money {
    /* In the minor unit of the currency: 129 is 1.29 EUR. */
    minor: number;
    /* ISO 4217; `XXX`: not known. */
    currency: string;
}

const made = new Map<string, unknown>();

/* Making one costs some 50 times what using it does. */
function cached<Formatter>(key: string, make: (tag: string) => Formatter): Formatter {
    const tag = locale.value;
    const full = `${tag} ${key}`;
    let formatter = made.get(full) as Formatter | undefined;
    if (formatter === undefined) {
        formatter = make(tag);
        made.set(full, formatter);
    }
    return formatter;
}

export function formatMoney({ minor, currency }: Money): string {
    const money = cached(`money ${currency}`, (tag) => new Intl.NumberFormat(tag,
        currency === 'XXX' ? { minimumFractionDigits: 2 } : { style: 'currency', currency }));
    const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
    return money.format(minor / 10 ** (currency === 'XXX' ? 2 : digits) + 0); // -0 is 0
}

export function formatNumber(n: number, mostDigits = 3): string {
    return cached(`number ${mostDigits}`, (tag) => new Intl.NumberFormat(tag,
        { maximumFractionDigits: mostDigits })).format(n);
}

/* What stands between thousands. */
export function groupSign(): string {
    return cached('group', (tag) => new Intl.NumberFormat(tag).formatToParts(1e6)
        .find(({ type }) => type === 'group')?.value ?? '');
}

const INTL_UNITS: Record<string, string> = {
    g: 'gram', kg: 'kilogram', ml: 'milliliter', l: 'liter', oz: 'ounce', lb: 'pound',
    m: 'meter', km: 'kilometer',
};

/* "500 g", "2", "2 packs"; a unit that nobody knows is written as it is. */
export function formatQuantity(quantityMilli: number, unit: string | null): string {
    const n = quantityMilli / 1000;
    const intlUnit = unit === null ? undefined : INTL_UNITS[unit];
    if (intlUnit !== undefined)
        return cached(`unit ${unit}`, (tag) => new Intl.NumberFormat(tag,
            { style: 'unit', unit: intlUnit, maximumFractionDigits: 3 })).format(n);
    if (unit === null)
        return formatNumber(n);
    const packs: Readonly<Record<string, (n: number) => string>> = t().lists.packs;
    return Object.hasOwn(packs, unit) ? packs[unit]!(n) : `${formatNumber(n)} ${unit}`;
}

/* "Sun", "Sun, 29 Nov", on an axis "29 Nov": of a time or of a calendar day (`2026-11-29`), which
   has no time zone. */
export function formatDay(day: string | Date,
    length: 'weekday' | 'short' | 'long' | 'tick' = 'short'): string {
    const isCalendar = typeof day === 'string' && day.length === 10;
    const options: Intl.DateTimeFormatOptions = {
        weekday: { weekday: 'short' } as const,
        short: { weekday: 'short', day: 'numeric', month: 'short' } as const,
        long: { dateStyle: 'long' } as const,
        tick: { day: 'numeric', month: 'short' } as const,
    }[length];
    return cached(`day ${length} ${isCalendar}`, (tag) => new Intl.DateTimeFormat(tag,
        isCalendar ? { ...options, timeZone: 'UTC' } : options)).format(new Date(day));
}

/* The day on this device's calendar. */
export function dayOf(time: string | Date): string {
    const at = new Date(time);
    const two = (n: number): string => String(n).padStart(2, '0');
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/* Of a calendar day to come: "today", "tomorrow", "Wed" while that can be no other, "16 Dec". */
export function formatEnd(day: string, now = new Date()): string {
    const days = (Date.parse(day) - Date.parse(dayOf(now))) / 86_400_000;
    if (days === 0 || days === 1)
        return cached('end', (tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })).format(days, 'day');
    return formatDay(day, days > 1 && days < 7 ? 'weekday' : 'tick');
}

const STEPS = [[60, 'second'], [60, 'minute'], [24, 'hour'], [7, 'day'], [5, 'week'], [12, 'month'],
    [Infinity, 'year']] as const;

/* "2 min ago", "yesterday". */
export function formatAge(at: string | Date, now = Date.now()): string {
    let n = Math.min(0, (new Date(at).getTime() - now) / 1000);
    for (const [many, unit] of STEPS) {
        if (Math.round(-n) < many)
            return cached('age', (tag) => new Intl.RelativeTimeFormat(tag,
                // Hebrew's short form is for tables: "לפני דק׳ (1)"
                { numeric: 'auto', style: tag.startsWith('he') ? 'long' : 'short' }))
                .format(Math.round(n), unit);
        n /= many;
    }
    return '';
}

/* "Mara, Joel and Ana". */
export function formatList(names: readonly string[]): string {
    return cached('list', (tag) => new Intl.ListFormat(tag)).format(names);
}

/* Negative: `a` comes first to a reader of this language. */
export function compareTexts(a: string, b: string): number {
    return cached('order', (tag) => new Intl.Collator(tag, { numeric: true })).compare(a, b);
}
