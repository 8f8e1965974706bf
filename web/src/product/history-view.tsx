/* One store's price over time, and what to make of it. */
import { useEffect, useMemo } from 'preact/hooks';
import { signal } from '@preact/signals';
import type { PriceFacts } from '../api/types.ts';
import { priceHistory } from './product.graphql.ts';
import { Answered } from '../deals/answered.tsx';
import { dealWords } from '../deals/said.ts';
import { storeName } from '../deals/words.ts';
import { formatDay, formatMoney } from '../i18n/format.ts';
import { useAnswer } from '../sync/answers.ts';
import { core } from '../sync/lists.ts';
import { Select } from '../ui/field.tsx';
import { judge, type Span, type Verdict } from './good-price.ts';
import { type Change, shelfOf, spansOf } from './history.ts';

/* Comes after the words and the table, which do without it. */
const chart = signal<typeof import('./chart.tsx') | null>(null);

async function loadChart() {
    chart.value ??= await import('./chart.tsx').catch(() => null);
}

interface HistoryProps {
    productId: string;
    prices: readonly PriceFacts[];
    price: PriceFacts;
    onPick: (storeId: string) => void;
}

export function History({ productId, prices, price, onPick }: HistoryProps) {
    const words = dealWords();
    const storeId = price.store.id;
    const answer = useAnswer(`history of ${productId} at ${storeId}`, async (signal) =>
        (await core.ask(priceHistory, { id: productId, storeId }, { signal }))
            .product?.history.nodes ?? []);
    const stores = new Map(prices.map((one) => [one.store.id, one.store]));
    return (
        <section class="card history" aria-labelledby="history">
            <h2 id="history">{words.isGood}</h2>
            <Select label={words.store} value={storeId} onPick={onPick}
                options={[...stores.values()]
                    .map((store) => ({ value: store.id, label: storeName(store) }))} />
            <Answered answer={answer}>
                {(changes) => <Told key={storeId} changes={changes} price={price} />}
            </Answered>
        </section>
    );
}

function sayVerdict({ kind, usualMinor, lowMinor }: Verdict, { price }: PriceFacts): string[] {
    const words = dealWords().verdicts;
    const money = (minor: number): string => formatMoney({ minor, currency: price.currency });
    const isLower = lowMinor !== null && lowMinor < price.minor;
    return [
        words[kind],
        ...(usualMinor === null ? [] : [words.mostly(money(usualMinor))]),
        ...(isLower ? [words.wasLower(money(lowMinor))] : []),
    ];
}

function Told({ changes, price }: { changes: readonly Change[]; price: PriceFacts }) {
    const nowMs = useMemo(() => Date.now(), [changes, price]);
    const before = useMemo(() => spansOf(changes, price), [changes, price]);
    const verdict = judge(shelfOf(price), before, nowMs);
    const spans = useMemo<Span[]>(() => [...before,
        { minor: price.price.minor, fromMs: Date.parse(price.changedAt), toMs: nowMs }],
    [before, price, nowMs]);
    useEffect(() => void loadChart(), []);
    const [first, ...rest] = sayVerdict(verdict, price);
    return (
        <>
            <p class={`verdict verdict-${verdict.kind}`}><b>{first}</b> {rest.join(' ')}</p>
            {before.length > 0 && (
                <div class="chart-place">
                    {chart.value !== null && (
                        <chart.value.PriceChart spans={spans} currency={price.price.currency} />
                    )}
                </div>
            )}
            <HistoryTable spans={spans} currency={price.price.currency} />
        </>
    );
}

function HistoryTable({ spans, currency }: { spans: readonly Span[]; currency: string }) {
    const words = dealWords();
    return (
        <table class="history-table">
            <caption>{words.history}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.from}</th>
                    <th scope="col">{words.to}</th>
                    <th scope="col">{words.price}</th>
                </tr>
            </thead>
            <tbody>
                {spans.toReversed().map(({ minor, fromMs, toMs }, at) => (
                    <tr key={fromMs}>
                        <td>{formatDay(new Date(fromMs))}</td>
                        <td>{at === 0 ? words.today : formatDay(new Date(toMs))}</td>
                        <td class="number">{formatMoney({ minor, currency })}</td>
                    </tr>
                ))}
            </tbody>
        </table>
    );
}
