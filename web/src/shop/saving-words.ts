/* What a plan saves, in words. */
import { formatMoney } from '../i18n/format.ts';
import { isolated, nameOf, type Plan, type Planned } from './plan.ts';
import { type Against, lastStopOf } from './saving.ts';
import { shopWords } from './words.ts';

type SayMoney = (minor: number) => string;

/* Of the plan at `at`: against what, what its last stop is worth, and the way. */
export function saidSaving(planned: Planned, at: number, against: Against | null): string {
    const money: SayMoney = (minor) => formatMoney({ minor, currency: planned.currency });
    return [saidAgainst(against, money), saidLastStop(planned, at, money),
        saidWay(planned.plans[at]!, money)].filter(Boolean).join(' ');
}

function saidAgainst(against: Against | null, money: SayMoney): string {
    const words = shopWords().against;
    if (against === null)
        return '';
    const store = isolated(nameOf(against.store));
    switch (against.kind) {
    case 'is-usual': return words.isUsual(store);
    case 'usual-differs':
        return words.usualDiffers(store, against.has, against.of, money(against.goods));
    default: return against.saves > 0 ? words[against.kind](store)
        : against.saves === 0 ? words.same(store) : words.dearer(store, money(-against.saves));
    }
}

function saidLastStop(planned: Planned, at: number, money: SayMoney): string {
    const words = shopWords();
    const { plans } = planned;
    const last = lastStopOf(planned, at);
    if (last !== null)
        return words.lastStop(plans[at]!.stops.length, money(last.saves),
            last.adds > 0 ? money(last.adds) : null);
    return plans.length === 1 ? words.oneIsEnough : '';
}

function saidWay(plan: Plan, money: SayMoney): string {
    return plan.visits > 0 ? shopWords().way(money(plan.visits)) : '';
}
