/* All that is kept of oneself, as a file: asked for, waited for, fetched part by part. */
import { computed, effect, signal } from '@preact/signals';
import { exportParts, exportProgress, requestExport } from './profile.graphql.ts';
import { session } from '../session/session.ts';
import { sayFailure } from '../session/use-sending.ts';
import { core } from '../sync/lists.ts';

const ASK_AGAIN_MS = 2000;

export type Progress = { kind: 'none' } | { kind: 'writing'; done: number; total: number | null }
    | { kind: 'ready'; url: string } | { kind: 'failed'; why: string };

export const progress = signal<Progress>({ kind: 'none' });

const whose = computed(() => session.value.email);
let runs = 0;

/* Of a run that another has not taken the place of. */
function show(run: number, next: Progress): void {
    if (run !== runs)
        return;
    if (progress.peek().kind === 'ready')
        URL.revokeObjectURL((progress.peek() as { url: string }).url);
    progress.value = next;
}

/* One's own file is not for who signs in next. */
effect(() => {
    void whose.value;
    show(++runs, { kind: 'none' });
});

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));

async function waitUntilReady(run: number): Promise<boolean> {
    while (run === runs) {
        const { myExport } = await core.ask(exportProgress, {});
        if (myExport === null || myExport.job?.state === 'FAILED')
            return false;
        if (myExport.state === 'READY')
            return true;
        show(run, { kind: 'writing', done: myExport.job?.done ?? 0,
            total: myExport.job?.total ?? null });
        await pause();
    }
    return false;
}

async function fetchAll(): Promise<string> {
    const parts: string[] = [];
    for (let after: string | null = null; ;) {
        const page: Awaited<ReturnType<typeof fetchPage>> = await fetchPage(after);
        parts.push(...page?.nodes.map(({ json }) => json) ?? []);
        after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
        if (after === null)
            return `[${parts.join(',\n')}]\n`;
    }
}

async function fetchPage(after: string | null) {
    return (await core.ask(exportParts, { after })).myExport?.parts;
}

/* Goes on while other screens are open. */
export async function makeExport(failed: string): Promise<void> {
    const run = ++runs;
    show(run, { kind: 'writing', done: 0, total: null });
    try {
        await core.ask(requestExport, {});
        if (!await waitUntilReady(run))
            return show(run, { kind: 'failed', why: failed });
        const text = await fetchAll();
        if (run === runs)
            show(run, { kind: 'ready',
                url: URL.createObjectURL(new Blob([text], { type: 'application/json' })) });
    } catch (error) {
        show(run, { kind: 'failed', why: sayFailure(error) });
    }
}
