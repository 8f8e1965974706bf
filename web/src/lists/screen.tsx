import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { signal, useComputed } from '@preact/signals';
import { useLocation, useRoute } from 'preact-iso';
import { t } from '../i18n/i18n.ts';
import { session } from '../session/session.ts';
import { core, itemsOf, type List, lists, resolveList, syncState } from '../sync/lists.ts';
import { EmptyState, Skeleton } from '../ui/marks.tsx';
import { keep } from '../ui/kept.ts';
import { AddDock } from './add.tsx';
import { loadWords } from './aisles.ts';
import { BestBanner } from './banner.tsx';
import { ListHeader } from './header.tsx';
import { lastList } from './last.ts';
import { useListKey } from './list-key.ts';
import { Rows } from './rows.tsx';
import { ListSide } from './side.tsx';
import { closeListSheet, closeSheet, groupsOf, settlePlaces, sheet } from './view.ts';
import './screen.css';

const PRICES_MS = 600;

/* What opens over the list, and below it, comes after the list itself, but before anyone can ask for it. */
const sheets = signal<typeof import('./sheets.tsx') | null>(null);

async function loadRest() {
    await loadWords();
    sheets.value ??= await import('./sheets.tsx');
}

/* Before the worker has all files: what could not be had comes when the list is opened again. */
function noSignal() {}

/* Prices come when the list itself is there and at rest; returns what ends it. */
function fillPrices(listId: string): () => void {
    let stop: (() => void) | null = null;
    const timer = setTimeout(() => import('../shop/fill.ts').then(({ fillList }) => {
        if (stop === null)
            stop = fillList(listId);
    }, noSignal), PRICES_MS);
    return () => {
        clearTimeout(timer);
        stop?.();
        stop = () => undefined; // none is to begin any more
    };
}

/* The address names a list that this device does not have yet, and may have in a moment. */
function isComing(): boolean {
    const { syncedAt, trouble } = syncState.value;
    const { kind, isOver } = session.value;
    return syncedAt === null && trouble === null && kind !== 'none' && !isOver;
}

/* The list of the address, else the one that was open last, else the first. */
function useList(): List | undefined {
    const { params } = useRoute();
    const { path, route } = useLocation();
    const asked = params.id === undefined ? undefined : resolveList(params.id);
    const all = lists.value;
    const named = all.find((one) => one.id === asked);
    const list = named ?? (asked !== undefined && isComing() ? undefined : lastList());
    useEffect(() => {
        if (list === undefined)
            return;
        keep('list', list.id);
        if (path.startsWith('/lists/') && params.id !== list.id)
            route(`/lists/${list.id}`, true); // the server has given it its id, or it is gone
    }, [list?.id, params.id, path]);
    return list;
}

export function ListScreen() {
    const list = useList();
    const key = useListKey(list?.id);
    useEffect(() => settlePlaces, [list?.id]);
    useEffect(() => closeListSheet, [key]);
    useEffect(() => closeSheet, []);
    useEffect(() => {
        const timer = setTimeout(() => void loadRest().catch(noSignal), 300);
        return () => clearTimeout(timer);
    }, []);
    const note = core.endedLinks.value.length > 0 && sheets.value !== null &&
        <sheets.value.LinkOver />;
    if (list === undefined)
        return <div class="page">{note}<Skeleton label={t().common.loading} /></div>;
    return <ListView key={key} list={list} note={note} />;
}

function ListView({ list, note }: { list: List; note: ComponentChildren }) {
    const groups = groupsOf(list.id);
    const isEmpty = useComputed(() => itemsOf(list.id).value.length === 0);
    const isDone = useComputed(() => groups.value.open.length === 0);
    const isReadOnly = list.level === 'READ';
    useEffect(() => fillPrices(list.id), [list.id]);
    useEffect(() => {
        document.title = `${list.name} · SmartCart`;
    }, [list.name]);
    return (
        <div class="page list">
            <ListHeader list={list} />
            <div class="list-main">
                {note}
                {list.refused !== null && sheets.value !== null &&
                    <sheets.value.OnlyHere why={list.refused} />}
                <BestBanner listId={list.id} />
                {isDone.value && (
                    <EmptyState title={isEmpty.value ? t().lists.emptyTitle : t().lists.allDone}>
                        {isEmpty.value ? t().lists.empty : t().lists.emptyDone}
                    </EmptyState>
                )}
                <Rows listId={list.id} groups={groups} ownId={session.value.personId}
                    isReadOnly={isReadOnly} />
                {sheets.value !== null && <sheets.value.InstallHint listId={list.id} />}
                {(isReadOnly || list.isByLink) && (
                    <p class="meta list-note">{[isReadOnly && t().lists.readOnly,
                        list.isByLink && t().lists.byLink].filter(Boolean).join(' ')}</p>
                )}
            </div>
            <ListSide listId={list.id} />
            {!isReadOnly && <AddDock listId={list.id} />}
            {sheet.value !== null && sheets.value !== null && <sheets.value.ListSheets list={list} />}
        </div>
    );
}
