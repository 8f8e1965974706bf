/* The price, what it saves against what, and how it falls on the stops. */
import { useLocation } from 'preact-iso';
import { formatMoney } from '../i18n/format.ts';
import type { List } from '../sync/lists.ts';
import { StoreMark, Tag, toneOf } from '../ui/marks.tsx';
import { nameOf, type Plan, type Planned } from './plan.ts';
import { saidSaving } from './saving-words.ts';
import { savingOf } from './saving.ts';
import { beginTrip } from './trips.ts';
import { shopWords } from './words.ts';
import './hero.css';

interface HeroProps {
    list: List;
    planned: Planned;
    at: number; // of its plans
    favourites: readonly string[];
}

export function Hero({ list, planned, at, favourites }: HeroProps) {
    const { route } = useLocation();
    const words = shopWords();
    const plan = planned.plans[at]!;
    const money = (minor: number): string => formatMoney({ minor, currency: planned.currency });
    const against = savingOf(planned, plan, favourites);
    const saves = against !== null && 'saves' in against ? against.saves : 0;
    return (
        <section class="hero" aria-label={words.plan(plan.stops.length)}>
            <div class="hero-top">
                <p class="hero-total number">{money(plan.goods)}</p>
                {saves > 0 && <Tag isLarge>{words.save(money(saves))}</Tag>}
            </div>
            <p class="hero-text">{saidSaving(planned, at, against)}</p>
            {plan.stops.length > 1 && <Bar plan={plan} />}
            <ul class="hero-key">
                {plan.stops.map((stop) => (
                    <li key={stop.store.id}>
                        {plan.stops.length > 1 && <StoreMark chain={stop.store.retailer} />}
                        <b>{nameOf(stop.store)}</b>
                        <span class="number">
                            {words.tillItems(money(stop.till), words.items(stop.lines.length))}
                        </span>
                    </li>
                ))}
            </ul>
            {list.level !== 'READ' && (
                <button type="button" class="button hero-go" onClick={() => {
                    beginTrip(list.id, planned, plan, saves > 0
                        ? { store: nameOf(against!.store), amount: saves } : null);
                    route(`/shop/${list.id}/go`);
                }}>
                    {words.shopPlan}
                </button>
            )}
            <p class="hero-proof">{plan.isExact ? words.proven
                : words.notProven(money(plan.mayBeCheaperBy))}</p>
        </section>
    );
}

/* How the sum falls on the stops; the same is said in words below it. */
function Bar({ plan }: { plan: Plan }) {
    const sum = plan.stops.reduce((total, stop) => total + stop.till, 0) || 1;
    let from = 0;
    return (
        <svg class="hero-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
            {plan.stops.map((stop, index) => {
                const x = from;
                const gap = index < plan.stops.length - 1 ? 0.7 : 0;
                from += stop.till / sum * 100;
                return <rect key={stop.store.id} data-tone={toneOf(stop.store.retailer)} x={x}
                    y="0" width={Math.max(0, from - x - gap)} height="12" />;
            })}
        </svg>
    );
}
