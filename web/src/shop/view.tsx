/* A plan: what it costs and saves, the proof of each stop, the other stores, item by item. */
import { useSignal } from '@preact/signals';
import { formatMoney } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import type { List } from '../sync/lists.ts';
import { Segmented } from '../ui/segmented.tsx';
import type { Trouble } from './current.ts';
import { PlanHeader } from './header.tsx';
import { Hero } from './hero.tsx';
import { shopping } from '../household/household.ts';
import { Matrix } from './matrix.tsx';
import { MissingItems, Notes } from './notes.tsx';
import type { Planned } from './plan.ts';
import { ProductSheet } from './product-sheet.tsx';
import { StopDetails } from './stops.tsx';
import { StoreRanks } from './stores.tsx';
import { TripOn } from './trip-on.tsx';
import { shopWords } from './words.ts';

interface ViewProps {
    list: List;
    planned: Planned;
    trouble: Trouble | null;
    isBusy: boolean;
}

export function PlanView({ list, planned, trouble, isBusy }: ViewProps) {
    const wanted = useSignal<number | null>(null); // so many stores
    const changing = useSignal<string | null>(null); // an item whose product is
    const words = shopWords();
    const { plans, currency } = planned;
    const found = plans.findIndex((plan) => plan.stops.length === wanted.value);
    const at = found < 0 ? planned.best : found;
    const plan = plans[at]!;
    const favourites = (shopping.value?.stores ?? []).filter((one) => one.isFavourite)
        .map((one) => one.id);
    const isReadOnly = list.level === 'READ';
    const change = isReadOnly ? null : (itemId: string): void => void (changing.value = itemId);
    return (
        <div class="page shop">
            <PlanHeader list={list} planned={planned} trouble={trouble} isBusy={isBusy} />
            <TripOn listId={list.id} />
            {plans.length > 1 && (
                <div class="shop-segmented">
                    <Segmented label={words.howMany} value={String(plan.stops.length)}
                        options={plans.map((one) => ({ value: String(one.stops.length),
                            label: words.stores(one.stops.length),
                            figure: formatMoney({ minor: one.goods, currency }) }))}
                        onPick={(value) => (wanted.value = Number(value))} />
                </div>
            )}
            <div class="shop-columns">
                <div>
                    <Hero list={list} planned={planned} at={at} favourites={favourites} />
                    {isReadOnly && <p class="meta shop-look">{t().lists.readOnly}</p>}
                    <MissingItems planned={planned} plan={plan} listId={list.id}
                        onChange={change} />
                    <StopDetails planned={planned} plan={plan} onChange={change} />
                    <StoreRanks planned={planned} favourites={favourites} />
                </div>
                <div>
                    <Matrix listId={list.id} planned={planned} plan={plan} onChange={change} />
                    <Notes planned={planned} plan={plan} />
                </div>
            </div>
            {change !== null && changing.value !== null && (
                <ProductSheet listId={list.id} itemId={changing.value}
                    onClose={() => (changing.value = null)} />
            )}
        </div>
    );
}
