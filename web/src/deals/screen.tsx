/* What is on: for the list, then at one's stores. */
import { useEffect, useState } from 'preact/hooks';
import { AtStores } from './at-stores.tsx';
import { useCategories } from './categories.ts';
import { categoryDeals } from './deals.graphql.ts';
import { t } from '../i18n/i18n.ts';
import { useShopping } from '../household/use-shopping.ts';
import { loadWords } from '../lists/aisles.ts';
import { lastList } from '../lists/last.ts';
import { useListKey } from '../lists/list-key.ts';
import { listToAdd } from '../lists/list-to-add.ts';
import { core, type List } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { EmptyState } from '../ui/marks.tsx';
import { Answered } from './answered.tsx';
import { DealsForMyList } from './for-list.tsx';
import { DealPages, NO_DEALS } from './pages.tsx';
import { dealWords } from './said.ts';
import { chainOf } from './words.ts';
import './screen.css';

export function DealsScreen() {
    const words = dealWords();
    const list = lastList();
    const key = useListKey(list?.id);
    const shops = useShopping();
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
                        {list !== undefined && <DealsForMyList key={key} list={list} />}
                        <section aria-labelledby="deals-all">
                            <h2 id="deals-all">{words.scopes[stores.length === 0 ? 'all' : 'own']}</h2>
                            {stores.length === 0 ? <Everywhere list={listToAdd()} />
                                : <AtStores stores={stores} list={listToAdd()} />}
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

/* Of who has no store: a category, wherever it is on. */
function Everywhere({ list }: { list: List | undefined }) {
    const words = dealWords();
    const [picked, setPicked] = useState('');
    const none = <EmptyState title={words.noneTitle}>{words.none}</EmptyState>;
    return (
        <Answered answer={useCategories()} isAgeless>
            {(names) => {
                const name = names.includes(picked) ? picked : names[0];
                if (name === undefined)
                    return none;
                return (
                    <>
                        <Select label={words.category} value={name} onPick={setPicked}
                            hint={words.categoryHint}
                            options={names.map((value) => ({ value, label: value }))} />
                        <DealPages key={name} about={`deals of ${name}`} list={list} none={none}
                            atOf={chainOf}
                            load={async (after, options) => (await core.ask(categoryDeals,
                                { name, after }, options)).category?.deals ?? NO_DEALS} />
                    </>
                );
            }}
        </Answered>
    );
}
