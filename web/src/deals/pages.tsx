/* Deals, some at a time. */
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { AskOptions } from '../api/ask.ts';
import type { DealFacts } from '../api/types.ts';
import { t } from '../i18n/i18n.ts';
import { troubleOf, useAnswer } from '../sync/answers.ts';
import type { List } from '../sync/lists.ts';
import { Button } from '../ui/button.tsx';
import { Answered } from './answered.tsx';
import { DealRows } from './row.tsx';
import { dealWords } from './said.ts';
import type { Where } from './words.ts';

export interface Page {
    nodes: DealFacts[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export const NO_DEALS: Page = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

interface DealPagesProps {
    /* Another one is another component: give it as `key` too. */
    about: string;
    load: (after: string | null, options?: AskOptions) => Promise<Page>;
    atOf: (deal: DealFacts) => Where;
    list: List | undefined;
    /* Instead of rows, when there are none. */
    none: ComponentChildren;
}

export function DealPages({ about, load, atOf, list, none }: DealPagesProps) {
    const first = useAnswer(about, (signal) => load(null, { signal }));
    return (
        <Answered answer={first}>
            {(page) => (page.nodes.length === 0
                ? none
                : <Loaded key={first.at} first={page} load={load} atOf={atOf} list={list} />)}
        </Answered>
    );
}

function Loaded({ first, load, atOf, list }: Omit<DealPagesProps, 'about' | 'none'> & { first: Page }) {
    const words = dealWords();
    const [page, setPage] = useState(first);
    const [isBusy, setBusy] = useState(false);
    const [trouble, setTrouble] = useState<'offline' | 'failed' | null>(null);
    const rows = useRef<HTMLDivElement>(null);
    const { hasNextPage, endCursor } = page.pageInfo;

    async function more() {
        setBusy(true);
        setTrouble(null);
        try {
            const next = await load(endCursor);
            setPage({ nodes: [...page.nodes, ...next.nodes], pageInfo: next.pageInfo });
            if (!next.pageInfo.hasNextPage) // its button goes: the focus stays near
                rows.current?.focus({ preventScroll: true });
        } catch (error) {
            setTrouble(troubleOf(error));
        } finally {
            setBusy(false);
        }
    }
    return (
        <>
            <div ref={rows} tabIndex={-1}>
                <DealRows list={list}
                    lines={page.nodes.map((deal) => ({ deal, at: [atOf(deal)] }))} />
            </div>
            {trouble !== null && (
                <p class="meta deals-note" role="alert">
                    {trouble === 'offline' ? words.offlineMore : t().common.failed}
                </p>
            )}
            {hasNextPage && (
                <p class="deals-more">
                    <Button isBusy={isBusy} onPress={() => void more()}>{words.more}</Button>
                </p>
            )}
        </>
    );
}
