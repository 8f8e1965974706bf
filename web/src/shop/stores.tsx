/* Each store by itself: what all that it sells of the list costs there. */
import { useSignal } from '@preact/signals';
import { formatAge, formatMoney } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { StoreMark } from '../ui/marks.tsx';
import { nameOf, type Planned, type StoreTotal } from './plan.ts';
import { saidDistance } from './said.ts';
import { isOld } from './stops.tsx';
import { shopWords } from './words.ts';

const SHOWN_FIRST = 5;

export function StoreRanks({ planned, favourites }: {
    planned: Planned;
    favourites: readonly string[];
}) {
    const isAll = useSignal(false);
    const words = shopWords();
    const { stores } = planned;
    const [best] = stores;
    if (best === undefined)
        return null;
    const shown = isAll.value ? stores : stores.slice(0, SHOWN_FIRST);
    return (
        <section aria-label={words.storesTitle}>
            <h2 class="shop-h2">{words.storesTitle}<small>{words.storesAbout}</small></h2>
            <ol class="rows ranks">
                {shown.map((total) => (
                    <Rank key={total.store.id} total={total} best={best} planned={planned}
                        isUsual={favourites.includes(total.store.id)} />
                ))}
            </ol>
            {stores.length > SHOWN_FIRST && !isAll.value && (
                <Button isWide onPress={() => (isAll.value = true)}>
                    {words.allStores(stores.length)}
                </Button>
            )}
        </section>
    );
}

function Rank({ total, best, planned, isUsual }: {
    total: StoreTotal;
    best: StoreTotal;
    planned: Planned;
    isUsual: boolean;
}) {
    const words = shopWords();
    const { store, goods, visit, missing } = total;
    const money = (minor: number): string => formatMoney({ minor, currency: planned.currency });
    const of = planned.lines.length;
    const facts = [
        saidDistance(store),
        missing.length === 0 ? words.hasAll(of) : words.hasSome(of - missing.length, of),
        total.dealCount > 0 && words.dealCount(total.dealCount),
        isUsual && words.yourUsual,
    ].filter(Boolean).join(', ');
    const isSame = missing.length === best.missing.length;
    const more = goods + visit - best.goods - best.visit;
    return (
        <li class={total === best ? 'rank rank-best' : 'rank'}>
            <StoreMark chain={store.retailer} name={nameOf(store)} />
            <div>
                <b>{nameOf(store)}</b>
                <small class={missing.length > 0 ? 'rank-lacks' : ''}>{facts}</small>
                {total.oldest !== null && isOld(total.oldest) && (
                    <small class="warning">{words.oldPrices(formatAge(total.oldest))}</small>
                )}
            </div>
            <div class="rank-total">
                <span class="number">{money(goods)}</span>
                <small class="number">{!isSame ? words.partOnly
                    : more > 0 ? words.moreWithWay(money(more)) : words.bestTotal}</small>
            </div>
        </li>
    );
}
