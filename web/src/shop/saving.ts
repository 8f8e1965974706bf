/* What a plan saves, and against what: said honestly or not at all. */
import type { Plan, Planned, StoreFacts, StoreTotal } from './plan.ts';

export type Against =
    /* All of it at the store that the household calls its usual one, or else at the nearest. */
    | { kind: 'usual' | 'nearest'; store: StoreFacts; saves: number }
    /* The plan is to go there. */
    | { kind: 'is-usual'; store: StoreFacts }
    /* The usual store has not all that the plan buys, or the plan not all that it has. */
    | { kind: 'usual-differs'; store: StoreFacts; has: number; of: number; goods: number };

/* The same items are bought. */
function isComparable(plan: Plan, total: StoreTotal): boolean {
    const missing = new Set(plan.missing.map((one) => one.itemId));
    return total.missing.length === missing.size && total.missing.every((id) => missing.has(id));
}

function isOneStop(plan: Plan, store: StoreFacts): boolean {
    return plan.stops.length === 1 && plan.stops[0]!.store.id === store.id;
}

export function savingOf(planned: Planned, plan: Plan,
    favouriteIds: readonly string[]): Against | null {
    const usual = planned.stores.find((total) => favouriteIds.includes(total.store.id));
    if (usual !== undefined) {
        const { store, goods, missing } = usual;
        if (isOneStop(plan, store))
            return { kind: 'is-usual', store };
        return isComparable(plan, usual) ? { kind: 'usual', store, saves: goods - plan.goods }
            : { kind: 'usual-differs', store, goods, of: planned.lines.length,
                has: planned.lines.length - missing.length };
    }
    const [nearest] = planned.stores
        .filter((total) => total.store.distanceM !== null && isComparable(plan, total))
        .sort((a, b) => a.store.distanceM! - b.store.distanceM!);
    return nearest === undefined || isOneStop(plan, nearest.store) ? null
        : { kind: 'nearest', store: nearest.store, saves: nearest.goods - plan.goods };
}

/* What the last stop of a plan adds for the way, which is less than nothing where fewer stops are
   farther off, and saves at the tills; null: it saves nothing there, or it is the first, or it has
   things that fewer stops have not. */
export function lastStopOf(planned: Planned, at: number): { adds: number; saves: number } | null {
    const plan = planned.plans[at]!;
    const fewer = planned.plans[at - 1];
    if (fewer === undefined || fewer.missing.length !== plan.missing.length)
        return null;
    const saves = fewer.goods - plan.goods;
    return saves > 0 ? { adds: plan.visits - fewer.visits, saves } : null;
}
