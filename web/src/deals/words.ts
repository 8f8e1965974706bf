/* A deal in the reader's language. */
import type { DealFacts } from '../api/types.ts';
import { formatDay, formatList, formatMoney, formatNumber } from '../i18n/format.ts';
import { dealWords } from './said.ts';

/* A store, or all of a chain's. */
export interface Where {
    chain: string;
    name: string;
}

/* What stands on its tag; null: it is no price. */
export function figureOf(deal: DealFacts): string | null {
    const words = dealWords();
    const { kind, count } = deal;
    const amount = deal.amount === null ? '' : formatMoney(deal.amount);
    const percent = formatNumber(deal.percent ?? 0, 1);
    switch (kind) {
    case 'BUNDLE_TOTAL': return count === 1 ? amount : words.bundle(count, amount);
    case 'PERCENT_OFF': return count === 1 ? words.percent(percent)
        : words.percentFrom(count, percent);
    case 'AMOUNT_OFF': return count === 1 ? words.amount(amount) : words.amountFrom(count, amount);
    case 'CHEAPEST_PERCENT_OFF': return deal.percent === 100 ? words.cheapestFree(count)
        : words.cheapest(count, percent);
    case 'BUY_GET': return deal.amount?.minor === 0 ? words.buyGetFree(count, deal.getCount ?? 1)
        : words.buyGet(count, deal.getCount ?? 1, amount);
    case 'WEIGHT_PRICE': return words.perKilogram(amount);
    case 'BASKET_PERCENT_OFF': return words.percent(percent);
    case 'BASKET_AMOUNT_OFF': return words.amount(amount);
    case 'UNPRICED': return null;
    }
}

export function daysOf({ startsAt, endsAt }: DealFacts): string {
    const words = dealWords();
    const from = startsAt === null ? null : formatDay(new Date(startsAt));
    const until = endsAt === null ? null : formatDay(new Date(endsAt));
    if (from !== null && until !== null)
        return from === until ? words.onDay(until) : words.between(from, until);
    if (until !== null)
        return words.until(until);
    return from === null ? words.noEnd : words.since(from);
}

/* What it asks for, beside money; null: nothing. */
export function conditionOf({ coupon, audiences, retailer }: DealFacts): string | null {
    const words = dealWords();
    const asked = [
        ...(audiences.length > 0 ? [words.card(retailer.name)] : []),
        ...(coupon === null ? [] : [words.coupon(coupon)]),
    ];
    return asked.length === 0 ? null : formatList(asked);
}

/* On at all of its chain, as far as is said. */
export function chainOf({ retailer: { name } }: DealFacts): Where {
    return { chain: name, name };
}

/* Its store's name, and the chain where that is another. */
export function storeName({ name, address, city, retailer }: {
    name: string | null;
    address: string | null;
    city: string | null;
    retailer: { name: string };
}): string {
    if (name !== null)
        return name.includes(retailer.name) ? name : `${retailer.name}, ${name}`;
    const place = address ?? city;
    return place === null ? retailer.name : `${retailer.name}, ${place}`;
}
