/* What was bought before, to be added with one tap: with and without a signal. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Core } from './core.ts';
import { isLocal, type Item } from './model.ts';
import { hadBefore, type HadBefore } from './past.graphql.ts';

export interface Suggestion {
    name: string;
    quantityMilli: number;
    unit: string | null;
    category: string | null;
    productId: string | null;
    times: number; // on how many lists it was
}

type Past = NonNullable<HadBefore['list']>['hadBefore']['nodes'][number];
interface Kept {
    atMs: number;
    rows: Past[];
}

const FRESH_MS = 3_600_000;
const COUNT = 8;

/* Without case and accents: what is typed in a hurry finds 'Žuti sir', too. */
export function fold(text: string): string {
    return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/* Every typed word begins a word of the name; those that begin the name come first. */
function rank(name: string, typed: string): number {
    const folded = fold(name);
    const words = folded.split(/\s+/);
    const wanted = fold(typed).trim().split(/\s+/);
    if (!wanted.every((part) => words.some((word) => word.startsWith(part))))
        return -1;
    return folded.startsWith(wanted[0]!) ? 0 : 1;
}

const foldedNames = new WeakMap<Item, string>();

function foldedName(item: Item): string {
    const known = foldedNames.get(item) ?? fold(item.name);
    foldedNames.set(item, known);
    return known;
}

export interface Suggestions {
    (listId: string, typed: string): Suggestion[];
}

export function createSuggestions(core: Core, nowMs: () => number): Suggestions {
    const renewed = signal(0); // who asked before the answer came is shown it
    const asked = new Map<string, number>();

    /* Asks at most once an hour, and never waits. */
    async function renew(listId: string): Promise<void> {
        const kept = core.meta(`past:${listId}`) as Kept | undefined;
        const last = Math.max(kept?.atMs ?? 0, asked.get(listId) ?? 0);
        if (isLocal(listId) || nowMs() - last < FRESH_MS || !core.session.isSomebody())
            return;
        asked.set(listId, nowMs());
        const found = await core.ask(hadBefore, { listId }).catch(() => null);
        if (found === null)
            return;
        const rows = found.list?.hadBefore.nodes ?? [];
        core.keep({ [`past:${listId}`]: { atMs: nowMs(), rows } satisfies Kept });
        renewed.value++;
    }

    /* What was ticked or deleted on this device's lists, last first: known without the server. */
    function ownPast(): Suggestion[] {
        return core.replica.allRows().flatMap((list) => core.replica.rowsOf(list.id))
            .filter((row) => row.isTicked || row.isDeleted)
            .sort((a, b) => (a.changedAt < b.changedAt ? 1 : -1))
            .map(({ name, quantityMilli, unit, category, productId }) =>
                ({ name, quantityMilli, unit, category, productId, times: 1 }));
    }

    return (listId, typed) => {
        void (renewed as ReadonlySignal<number>).value;
        const id = core.replica.resolve(listId);
        void renew(id);
        const onList = new Set(core.replica.itemsOf(id).value.map(foldedName));
        const kept = (core.meta(`past:${id}`) as Kept | undefined)?.rows ?? [];
        const found = new Map<string, Suggestion>();
        for (const one of [...kept.map(({ product, ...row }): Suggestion =>
            ({ ...row, productId: product?.id ?? null })), ...ownPast()]) {
            const key = fold(one.name);
            if (!onList.has(key) && !found.has(key) && rank(one.name, typed) >= 0)
                found.set(key, one);
        }
        return [...found.values()].sort((a, b) => rank(a.name, typed) - rank(b.name, typed))
            .slice(0, COUNT);
    };
}
