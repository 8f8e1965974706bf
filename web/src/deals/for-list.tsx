/* What is on at the list's stores for what the list wants. */
import { dealsForList, type DealsForList } from './deals.graphql.ts';
import { whereOf } from '../household/where.ts';
import { isolated } from '../shop/plan.ts';
import { useAnswer } from '../sync/answers.ts';
import { core, itemsOf, type List } from '../sync/lists.ts';
import { Answered } from './answered.tsx';
import { DealRows } from './row.tsx';
import { dealWords } from './said.ts';
import { storeName } from './words.ts';

type ForList = NonNullable<DealsForList['dealsForList']>;
const NOTHING: ForList = { total: 0, deals: [] };
const NAMED_MOST = 2;

function lineOf(told: ForList['deals'][number], listId: string) {
    const items = itemsOf(listId).value
        .filter((item) => told.items.includes(item.id) && !item.isTicked);
    const { retailer } = told.deal;
    const at = told.stores.length > NAMED_MOST
        ? [{ chain: retailer.name,
            name: dealWords().atStores(isolated(retailer.name), told.stores.length) }]
        : told.stores.map(({ store }) => ({ chain: retailer.name, name: storeName(store) }));
    return { deal: told.deal, items, isClosed: !told.isOpen, at };
}

/* What has gone from the list since it was told goes at once. */
function Told({ told: { deals, total }, list }: { told: ForList; list: List }) {
    const words = dealWords();
    const lines = deals.map((one) => lineOf(one, list.id)).filter(({ items }) => items.length > 0);
    if (lines.length === 0)
        return <p class="meta deals-note">{words.noneForList}</p>;
    return (
        <>
            <DealRows lines={lines} list={list} />
            {total > deals.length && (
                <p class="meta deals-note">{words.moreForList(total - deals.length)}</p>
            )}
        </>
    );
}

export function DealsForMyList({ list }: { list: List }) {
    const words = dealWords();
    const open = itemsOf(list.id).value.filter((item) => !item.isTicked);
    const isSent = !list.id.startsWith('local:') && open.some((item) => !item.isUnsent);
    const wanted = open.filter((item) => !item.isUnsent).map((item) => item.id).sort();
    const input = whereOf(list);
    const answer = useAnswer(isSent ? `deals for ${list.id}` : null, async (signal) =>
        (await core.ask(dealsForList, { listId: list.id, input },
            { signal, share: core.replica.shareOf(list.id) })).dealsForList ?? NOTHING,
    JSON.stringify([wanted, input]));
    return (
        <section aria-labelledby="deals-for-list">
            <h2 id="deals-for-list">{words.forList(list.name)}</h2>
            {open.length === 0 || !isSent ? (
                <p class="meta deals-note">{open.length === 0 ? words.emptyList : words.unsentList}
                    {' '}<a href={`/lists/${list.id}`}>{words.openList}</a></p>
            ) : (
                <Answered answer={answer}>
                    {(told) => <Told told={told} list={list} />}
                </Answered>
            )}
        </section>
    );
}
