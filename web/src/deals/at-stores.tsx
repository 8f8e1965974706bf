/* Deals at one's stores: now or to come, of a store, of a category, or of both. */
import { useState } from 'preact/hooks';
import type { AskOptions } from '../api/ask.ts';
import type { DealFacts } from '../api/types.ts';
import { nameOf, type StoreFacts } from '../shop/plan.ts';
import type { List } from '../sync/lists.ts';
import { core } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { EmptyState } from '../ui/marks.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { type Asked, keyOf, storesOf } from './asked.ts';
import { useCategories } from './categories.ts';
import { categoryDealsAt, dealsAt } from './deals.graphql.ts';
import { DealPages, NO_DEALS, type Page } from './pages.tsx';
import { dealWords } from './said.ts';
import { chainOf } from './words.ts';

async function load({ areToCome, category }: Asked, storeIds: string[], after: string | null,
    options?: AskOptions): Promise<Page> {
    if (category === '')
        return (await core.ask(dealsAt, { storeIds, areToCome, after }, options)).dealsAt;
    const told = await core.ask(categoryDealsAt,
        { name: category, storeIds, areToCome, after }, options);
    return told.category?.dealsAt ?? NO_DEALS;
}

function None({ asked, onWiden }: { asked: Asked; onWiden: () => void }) {
    const words = dealWords();
    const title = asked.areToCome ? words.noneToComeTitle : words.noneTitle;
    if (asked.storeId === '' && asked.category === '') {
        return (
            <EmptyState title={title}>
                {asked.areToCome ? words.noneToCome : words.none}
            </EmptyState>
        );
    }
    return (
        <EmptyState title={title}
            action={<Button kind="soft" onPress={onWiden}>{words.widen}</Button>}>
            {words.noneFits}
        </EmptyState>
    );
}

export function AtStores({ stores, list }: { stores: StoreFacts[]; list: List | undefined }) {
    const words = dealWords();
    const categories = useCategories().data ?? [];
    const [asked, setAsked] = useState<Asked>({ areToCome: false, storeId: '', category: '' });
    const at = storesOf(asked, stores);
    const [only] = at;
    const key = keyOf(asked, stores);
    const atOf = (deal: DealFacts) => (at.length === 1 && only !== undefined
        ? { chain: only.retailer, name: nameOf(only) } : chainOf(deal));
    return (
        <>
            <Segmented<'now' | 'to come'> label={words.when}
                value={asked.areToCome ? 'to come' : 'now'}
                onPick={(when) => setAsked({ ...asked, areToCome: when === 'to come' })}
                options={[{ value: 'now', label: words.now },
                    { value: 'to come', label: words.toCome }]} />
            <div class="deals-filters">
                <Select label={words.store} value={asked.storeId}
                    onPick={(storeId) => setAsked({ ...asked, storeId })}
                    options={[{ value: '', label: words.allStores },
                        ...stores.map((one) => ({ value: one.id, label: nameOf(one) }))]} />
                <Select label={words.category} value={asked.category}
                    onPick={(category) => setAsked({ ...asked, category })}
                    options={[{ value: '', label: words.allCategories },
                        ...categories.map((value) => ({ value, label: value }))]} />
            </div>
            <DealPages key={key} about={key} list={list} atOf={atOf}
                load={(after, options) => load(asked, at.map((one) => one.id), after, options)}
                none={<None asked={asked}
                    onWiden={() => setAsked({ ...asked, storeId: '', category: '' })} />} />
        </>
    );
}
