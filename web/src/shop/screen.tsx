/* Where to buy: which list, and what there is to say of it. */
import { useEffect } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { t } from '../i18n/i18n.ts';
import { lastList } from '../lists/last.ts';
import { useListKey } from '../lists/list-key.ts';
import { itemsOf, type List, lists, resolveList } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { keep } from '../ui/kept.ts';
import { EmptyState, Skeleton } from '../ui/marks.tsx';
import type { Trouble } from './current.ts';
import { EndedLinks, PlanHeader } from './header.tsx';
import { TripOn } from './trip-on.tsx';
import { PlanView } from './view.tsx';
import { usePlan } from './use-plan.ts';
import { WhereQuestion } from './where.tsx';
import { shopWords } from './words.ts';
import './shop.css';

/* The list of the address, else the one that was open last, else the first. */
export function useShopList(): List | undefined {
    const { params } = useRoute();
    const { path, route } = useLocation();
    const asked = params.listId === undefined ? undefined : resolveList(params.listId);
    const list = lists.value.find((one) => one.id === asked) ?? lastList();
    useEffect(() => {
        if (list === undefined)
            return;
        keep('list', list.id);
        if (params.listId !== undefined && params.listId !== list.id)
            route(path.replace(params.listId, list.id), true);
    }, [list?.id, params.listId, path]);
    return list;
}

export function ShopScreen() {
    const list = useShopList();
    const key = useListKey(list?.id);
    useEffect(() => {
        document.title = `${shopWords().title} · SmartCart`;
    }, [shopWords()]);
    if (list === undefined)
        return <div class="page"><EndedLinks /><Skeleton label={t().common.loading} /></div>;
    return <ShopList key={key} list={list} />;
}

function ShopList({ list }: { list: List }) {
    const { planned, trouble, isBusy } = usePlan(list.id);
    const openCount = itemsOf(list.id).value.filter((item) => !item.isTicked).length;
    if (openCount === 0)
        return <Page list={list}><NothingOpen listId={list.id} /></Page>;
    if (trouble === 'where')
        return <Page list={list}><WhereQuestion /></Page>;
    if (planned === null || planned.plans.length === 0) {
        return (
            <Page list={list}>
                {trouble !== null ? <NoPlan trouble={trouble} />
                    : isBusy || planned === null ? <Skeleton label={shopWords().planning} />
                    : <NoPlan trouble="no-stores" />}
            </Page>
        );
    }
    return <PlanView list={list} planned={planned} trouble={trouble} isBusy={isBusy} />;
}

function Page({ list, children }: { list: List; children: preact.ComponentChildren }) {
    return (
        <div class="page shop">
            <PlanHeader list={list} planned={null} trouble={null} isBusy={false} />
            <TripOn listId={list.id} />
            {children}
        </div>
    );
}

function NothingOpen({ listId }: { listId: string }) {
    const words = shopWords();
    return (
        <EmptyState title={words.nothingTitle}
            action={<Button kind="primary" href={`/lists/${listId}`}>{words.toList}</Button>}>
            {words.nothing}
        </EmptyState>
    );
}

function NoPlan({ trouble }: { trouble: Trouble }) {
    const words = shopWords().noPlan[trouble];
    return <EmptyState title={words.title}>{words.text}</EmptyState>;
}
