/* The proof of each stop: the slip that its till will print, and what is doubtful of it. */
import { ChevronDown } from 'lucide';
import { formatAge, formatDay, formatMoney } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Chip, StoreMark } from '../ui/marks.tsx';
import { dealWords, grams } from './deal-words.ts';
import { isolated, nameOf, type Plan, type Planned, type SlipLine, type Stop } from './plan.ts';
import { saidAddress, saidDistance } from './said.ts';
import { shopWords } from './words.ts';
import './slip.css';

const OLD_DAYS = 7;
const DAY_MS = 86_400_000;

interface StopsProps {
    planned: Planned;
    plan: Plan;
    /* Null: this list is only looked at. */
    onChange: ((itemId: string) => void) | null;
}

export function StopDetails({ planned, plan, onChange }: StopsProps) {
    const words = shopWords();
    return (
        <section aria-label={words.slips}>
            <h2 class="shop-h2">{words.slips}<small>{words.slipsAbout}</small></h2>
            <div class="slips">
                {plan.stops.map((stop) => (
                    <StopSlip key={stop.store.id} stop={stop} planned={planned}
                        onChange={onChange} />
                ))}
            </div>
        </section>
    );
}

function StopSlip({ stop, planned, onChange }: { stop: Stop } & Omit<StopsProps, 'plan'>) {
    const words = shopWords();
    const { store } = stop;
    const money = (minor: number): string => formatMoney({ minor, currency: planned.currency });
    const doubts = stop.lines.filter((line) => line.isDoubtful || line.isAmountDoubtful
        || line.isOutlier || line.isSpecialOver).length;
    const saved = stop.shelf - stop.till;
    return (
        <details class="slip">
            <summary>
                <StoreMark chain={store.retailer} name={nameOf(store)} />
                <span class="slip-store">
                    <b>{nameOf(store)}</b>
                    <small>{[saidDistance(store), words.items(stop.lines.length)]
                        .filter(Boolean).join(', ')}</small>
                    {doubts > 0 && <small class="warning">{words.doubts(doubts)}</small>}
                </span>
                <span class="slip-till number">{money(stop.till)}</span>
                <Icon of={ChevronDown} size={20} />
            </summary>
            <div class="slip-paper">
                <p class="meta">{saidAddress(store)}</p>
                <ul class="slip-lines">
                    {stop.lines.map((line) => (
                        <Line key={line.itemId} line={line} stop={stop} currency={planned.currency}
                            onChange={onChange} />
                    ))}
                </ul>
                <BasketDeals stop={stop} currency={planned.currency} />
                <dl class="slip-sum">
                    {saved > 0 && <Sum name={words.shelfSum} value={money(stop.shelf)} />}
                    {saved > 0 && <Sum name={words.dealsSave} value={`−${money(saved)}`} />}
                    {stop.deposits > 0 && (
                        <Sum name={words.ofItDeposits} value={money(stop.deposits)} />
                    )}
                    <Sum name={words.atTill} value={money(stop.till)} isTotal />
                </dl>
                {!stop.isExact && <p class="meta">{words.tillNotProven}</p>}
                <Tips stop={stop} currency={planned.currency} />
            </div>
        </details>
    );
}

function Sum({ name, value, isTotal = false }: { name: string; value: string; isTotal?: boolean }) {
    return (
        <div class={isTotal ? 'slip-total' : ''}>
            <dt>{name}</dt><dd class="number">{value}</dd>
        </div>
    );
}

function Line({ line, stop, currency, onChange }: {
    line: SlipLine;
    stop: Stop;
    currency: string;
    onChange: ((itemId: string) => void) | null;
}) {
    const words = shopWords();
    const money = (minor: number): string => formatMoney({ minor, currency });
    const deals = stop.deals.filter((used) => used.itemIds.includes(line.itemId));
    const isCut = line.pays < line.shelf;
    return (
        <li>
            <div class="slip-line">
                <b>{line.text}</b>
                <span class="number">
                    {isCut && (
                        <s>
                            <span class="visually-hidden">{t().common.was} </span>{money(line.shelf)}
                        </s>
                    )}
                    <span class={isCut || line.isSpecial ? 'tag' : 'slip-pays'}>
                        {money(line.pays)}
                    </span>
                </span>
            </div>
            <p class="slip-product">
                {line.units === null
                    ? words.weighed(grams(line.grams ?? 0), isolated(line.product.name), money(line.price))
                    : words.counted(line.units, isolated(line.product.name),
                        money(line.price))}
            </p>
            {line.isSpecial && <p class="slip-deal">{saidSpecial(line, money)}</p>}
            {deals.map((used) => (
                <p key={used.deal.id} class="slip-deal">
                    {dealWords(used.deal, currency)}
                    {used.deal.text && used.deal.kind !== 'unpriced' && <q>{used.deal.text}</q>}
                </p>
            ))}
            {line.deposit > 0 && <p class="meta">{words.deposit(money(line.deposit))}</p>}
            <Doubts line={line} />
            <p class="meta slip-source">
                <span class={isOld(line.confirmed) ? 'warning' : ''}>
                    {words.source(formatAge(line.confirmed))}
                </span>
                {onChange !== null && (
                    <button type="button" class="link" onClick={() => onChange(line.itemId)}
                        aria-label={words.changeFor(line.text)}>{words.change}</button>
                )}
            </p>
        </li>
    );
}

export function isOld(confirmed: string): boolean {
    return Date.now() - new Date(confirmed).getTime() > OLD_DAYS * DAY_MS;
}

function saidSpecial(line: SlipLine, money: (minor: number) => string): string {
    const words = shopWords();
    const until = line.specialTo === null ? null : formatDay(line.specialTo.slice(0, 10));
    return [words.special, line.regular !== null && words.elsePrice(money(line.regular)),
        until !== null && shopWords().deals.until(until)].filter(Boolean).join(', ');
}

function Doubts({ line }: { line: SlipLine }) {
    const words = shopWords();
    const said = [
        line.isDoubtful && words.doubtProduct,
        line.isAmountDoubtful && words.doubtAmount,
        line.isOutlier && words.doubtPrice,
        line.isSpecialOver && words.doubtSpecial,
    ].filter((one) => one !== false);
    return said.map((one) => <p key={one} class="slip-doubt"><Chip kind="warn">?</Chip>{one}</p>);
}

/* Deals that no line alone has earned. */
function BasketDeals({ stop, currency }: { stop: Stop; currency: string }) {
    const basket = stop.deals.filter((used) => used.itemIds.length === 0);
    return basket.map((used) => (
        <p key={used.deal.id} class="slip-deal">
            {dealWords(used.deal, currency)}{' '}
            <b class="number">−{formatMoney({ minor: used.saves, currency })}</b>
        </p>
    ));
}

/* More of something for less, and deals that are no price. */
function Tips({ stop, currency }: { stop: Stop; currency: string }) {
    const words = shopWords();
    const names = new Map(stop.lines.map((line) => [line.itemId, line.text]));
    if (stop.nudges.length + stop.unpriced.length === 0)
        return null;
    return (
        <ul class="slip-tips">
            {stop.nudges.map((nudge) => (
                <li key={nudge.deal.id}>
                    {words.nudge(nudge.addUnits, names.get(nudge.itemId) ?? '',
                        formatMoney({ minor: stop.till - nudge.total, currency }),
                        dealWords(nudge.deal, currency))}
                </li>
            ))}
            {stop.unpriced.map((deal) => (
                <li key={deal.id}>{words.unpricedDeal} <q>{deal.text}</q></li>
            ))}
        </ul>
    );
}
