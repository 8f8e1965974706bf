/* What a deal does, in the reader's language; the shop's own words stand beside it. */
import { formatDay, formatMoney, formatNumber, formatQuantity } from '../i18n/format.ts';
import type { PackDeal } from './pack.ts';
import { shopWords } from './words.ts';

const WHOLE = 10_000; // basis points
const PERCENT = 100;

export function grams(amount: number): string {
    return amount >= 1000 ? formatQuantity(amount, 'kg') : formatQuantity(amount * 1000, 'g');
}

function whatOf(deal: PackDeal, money: (minor: number) => string): string {
    const words = shopWords().deals;
    const { kind, value, count = 1, get = 1 } = deal;
    const percent = formatNumber(value / PERCENT, 1);
    switch (kind) {
    case 'bundle_total': return count === 1 ? words.salePrice(money(value))
        : words.bundle(count, money(value));
    case 'percent_off': return count > 1 ? words.percentFrom(percent, count)
        : words.percent(percent);
    case 'amount_off': return count > 1 ? words.amountEach(money(value), count)
        : words.amount(money(value));
    case 'cheapest_percent_off': return value === WHOLE ? words.cheapestFree(count)
        : words.cheapest(percent, count);
    case 'buy_get': return value === 0 ? words.buyGetFree(count, get)
        : words.buyGet(count, get, money(value));
    case 'weight_price': return words.weight(money(value));
    case 'basket_percent_off': return words.basketPercent(percent);
    case 'basket_amount_off': return words.basketAmount(money(value));
    default: return deal.text ?? deal.words ?? '';
    }
}

/* "2 for 3.50, from 20.00, until Thu, 26 Nov". */
export function dealWords(deal: PackDeal, currency: string): string {
    const words = shopWords().deals;
    const money = (minor: number): string => formatMoney({ minor, currency });
    return [
        whatOf(deal, money),
        deal.kind === 'weight_price' && deal.max_grams !== undefined
            && words.upTo(grams(deal.max_grams)),
        deal.basket_min !== undefined && words.basketMin(money(deal.basket_min)),
        deal.coupon !== undefined && words.coupon(deal.coupon),
        deal.ends && words.until(formatDay(deal.ends)),
    ].filter(Boolean).join(', ');
}
