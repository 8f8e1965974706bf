/* What is on now: for the list, then by store or by category. */
import { useEffect, useState } from 'preact/hooks';
import type { DealFacts } from '../api/types.ts';
import { categoryDeals, dealCategories, storeDeals } from './deals.graphql.ts';
import { compareTexts } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { useShopping } from '../household/use-shopping.ts';
import { loadWords } from '../lists/aisles.ts';
import { lastList } from '../lists/last.ts';
import { useAnswer } from '../sync/answers.ts';
import { core, type List } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { EmptyState } from '../ui/marks.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Answered } from './answered.tsx';
import { DealsForMyList } from './for-list.tsx';
import { DealPages, NO_DEALS } from './pages.tsx';
import { dealWords } from './said.ts';
import { nameOf, type StoreFacts } from '../shop/plan.ts';
import './screen.css';

type Way = 'store' | 'category';

export function DealsScreen() {
    const words = dealWords();
    const list = lastList();
    const shops = useShopping();
    const [way, setWay] = useState<Way>('store');
    useEffect(() => {
        document.title = `${t().common.deals} · SmartCart`;
        void loadWords();
    }, []);
    return (
        <div class="page deals">
            <header>
                <h1>{t().common.deals}</h1>
                <p class="sub">{words.about}</p>
            </header>
            <Answered answer={shops} isAgeless>
                {({ stores, place }) => (stores.length === 0 && place === null ? <NoShops /> : (
                    <div class="deals-columns">
                        {list !== undefined && <DealsForMyList key={list.id} list={list} />}
                        <section aria-labelledby="deals-all">
                            <h2 id="deals-all">{words.all}</h2>
                            <Segmented<Way> label={words.sort} value={way} onPick={setWay}
                                options={[{ value: 'store', label: words.byStore },
                                    { value: 'category', label: words.byCategory }]} />
                            {way === 'store' ? <ByStore stores={stores} list={list} />
                                : <ByCategory list={list} />}
                        </section>
                    </div>
                ))}
            </Answered>
        </div>
    );
}

function NoShops() {
    const words = dealWords();
    return (
        <EmptyState title={words.noShopsTitle}
            action={<Button kind="primary" href="/shop">{words.toShops}</Button>}>
            {words.noShops}
        </EmptyState>
    );
}

function ByStore({ stores, list }: { stores: StoreFacts[]; list: List | undefined }) {
    const words = dealWords();
    const [picked, setPicked] = useState('');
    const store = stores.find((one) => one.id === picked) ?? stores[0];
    if (store === undefined)
        return <NoShops />;
    return (
        <>
            <Select label={words.store} value={store.id} onPick={setPicked}
                options={stores.map((one) => ({ value: one.id, label: nameOf(one) }))} />
            <DealPages key={store.id} about={`deals at ${store.id}`} list={list}
                atOf={() => ({ id: store.id, name: nameOf(store) })}
                load={async (after, options) => (await core.ask(storeDeals,
                    { storeId: store.id, after }, options)).store?.deals ?? NO_DEALS} />
        </>
    );
}

function ByCategory({ list }: { list: List | undefined }) {
    const words = dealWords();
    const [picked, setPicked] = useState('');
    const categories = useAnswer('deal categories', async (signal) =>
        (await core.ask(dealCategories, {}, { signal })).categories.nodes.map((one) => one.name));
    return (
        <Answered answer={categories} isAgeless>
            {(names) => {
                const name = names.includes(picked) ? picked : names.toSorted(compareTexts)[0];
                if (name === undefined)
                    return <EmptyState title={words.noneTitle}>{words.none}</EmptyState>;
                return (
                    <>
                        <Select label={words.category} value={name} onPick={setPicked}
                            hint={words.categoryHint}
                            options={names.toSorted(compareTexts)
                                .map((value) => ({ value, label: value }))} />
                        <DealPages key={name} about={`deals of ${name}`} list={list}
                            atOf={(deal: DealFacts) => deal.retailer}
                            load={async (after, options) => (await core.ask(categoryDeals,
                                { name, after }, options)).category?.deals ?? NO_DEALS} />
                    </>
                );
            }}
        </Answered>
    );
}
