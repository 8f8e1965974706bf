/* What one shelf said over time, as the chart and the table beside it tell it. */
import type { PriceFacts } from '../api/types.ts';
import type { PriceHistory } from './product.graphql.ts';
import type { ShelfPrice, Span } from './good-price.ts';

export type Change = NonNullable<PriceHistory['product']>['history']['nodes'][number];

/* Of this code and currency, the oldest first. */
export function spansOf(changes: readonly Change[], price: PriceFacts): Span[] {
    return changes
        .filter((one) => one.code === price.code && one.price.currency === price.price.currency)
        .map((one) => ({ minor: one.price.minor, fromMs: Date.parse(one.fromAt),
            toMs: Date.parse(one.toAt) }))
        .sort((a, b) => a.fromMs - b.fromMs);
}

export function shelfOf(price: PriceFacts): ShelfPrice {
    return {
        minor: price.price.minor,
        sinceMs: Date.parse(price.changedAt),
        regularMinor: price.regular?.minor ?? null,
        lowestMinor: price.lowest?.minor ?? null,
    };
}

/* Steps for a chart: times in seconds, and minor units or, while it was on no shelf, null. */
export function stepsOf(spans: readonly Span[]): [number[], (number | null)[]] {
    const times: number[] = [];
    const prices: (number | null)[] = [];
    spans.forEach(({ minor, fromMs, toMs }, at) => {
        times.push(fromMs / 1000);
        prices.push(minor);
        const next = spans[at + 1];
        if (next === undefined || next.fromMs > toMs) {
            times.push(toMs / 1000);
            prices.push(minor);
        }
        if (next !== undefined && next.fromMs > toMs) {
            times.push((toMs + next.fromMs) / 2000);
            prices.push(null);
        }
    });
    return [times, prices];
}
