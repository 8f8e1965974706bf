/* Is a price a good one? Against what the same shelf said before. Amounts are in minor units, times
   in ms; spans do not overlap. */
export interface Span {
    minor: number;
    fromMs: number;
    toMs: number;
}

export interface ShelfPrice {
    minor: number;
    sinceMs: number;
    /* Without the special that is on. */
    regularMinor: number | null;
    /* The lowest of 30 days, as the shop tells it beside a special. */
    lowestMinor: number | null;
}

export interface Verdict {
    /* lowest: below the usual, and it is known that nothing of 30 days was lower; good: below it. */
    kind: 'lowest' | 'good' | 'usual' | 'high' | 'unknown';
    /* Of the last 30 days, today's not apart; null: only today's is known. */
    lowMinor: number | null;
    /* What it costs mostly; null: it is not known for long enough. */
    usualMinor: number | null;
}

const DAY_MS = 86_400_000;
const LOW_MS = 30 * DAY_MS;
const USUAL_MS = 90 * DAY_MS;
const KNOWN_MS = 14 * DAY_MS; // of less nobody can say what is usual
const NEAR = 0.03; // as good as the same

interface Weighed {
    minor: number;
    ms: number;
}

function within(spans: readonly Span[], fromMs: number, nowMs: number): Weighed[] {
    return spans
        .map((span) =>
            ({ minor: span.minor, ms: Math.min(span.toMs, nowMs) - Math.max(span.fromMs, fromMs) }))
        .filter(({ ms }) => ms > 0);
}

/* What it cost for half of the time or longer, it or less. */
function medianOf(prices: readonly Weighed[]): number | null {
    const whole = prices.reduce((sum, { ms }) => sum + ms, 0);
    if (whole < KNOWN_MS)
        return null;
    let ms = 0;
    return prices.toSorted((a, b) => a.minor - b.minor)
        .find((price) => (ms += price.ms) * 2 >= whole)!.minor;
}

export function judge(now: ShelfPrice, before: readonly Span[], nowMs: number): Verdict {
    const current = { minor: now.minor, fromMs: now.sinceMs, toMs: nowMs };
    const usualMinor = medianOf(within([...before, current], nowMs - USUAL_MS, nowMs))
        ?? now.regularMinor;
    const lows = within(before, nowMs - LOW_MS, nowMs).map(({ minor }) => minor);
    if (now.lowestMinor !== null)
        lows.push(now.lowestMinor);
    const lowMinor = lows.length === 0 ? null : Math.min(...lows);
    const isLow = lowMinor === null || now.minor <= lowMinor;
    const isLowKnown = now.lowestMinor !== null
        || [...before, current].some(({ fromMs }) => fromMs <= nowMs - LOW_MS);
    return { kind: kindOf(now.minor, usualMinor, isLow && isLowKnown), usualMinor, lowMinor };
}

function kindOf(minor: number, usual: number | null, isLowest: boolean): Verdict['kind'] {
    if (usual === null)
        return 'unknown';
    if (minor > usual * (1 + NEAR))
        return 'high';
    if (minor >= usual * (1 - NEAR))
        return 'usual';
    return isLowest ? 'lowest' : 'good';
}
