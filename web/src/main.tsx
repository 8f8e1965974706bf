import { effect } from '@preact/signals';
import { render } from 'preact';
import { withLock } from './api/locks.ts';
import { App } from './app.tsx';
import { firstLanguage, speak, t } from './i18n/i18n.ts';
import { takeLinkToken } from './session/link-token.ts';
import { afterPaint } from './sync/after-paint.ts';
import { createFirstList, lists, startSync } from './sync/lists.ts';
import './ui/install-offer.ts';
import { followTheme } from './ui/theme.ts';

const OTHERS_MS = 500;
const PATIENCE_MS = 150;
const WORKER_MS = 1000; // behind what the first screen itself asks for

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/* A first visit begins with a list, not with a question. */
async function readLists(started: Promise<void>) {
    await started;
    if (lists.peek().length === 0)
        createFirstList(t().lists.firstList);
}

/* In one window, of which the others have heard before they look. */
function makeFirstList() {
    return withLock('smartcart-first-list', async () => {
        if (lists.peek().length > 0)
            return;
        createFirstList(t().lists.firstList);
        await new Promise<void>(afterPaint); // it is told behind that
        await pause(OTHERS_MS);
    });
}

/* Nor is there ever none: the last one may be deleted elsewhere, or be another household's. Where one's
   lists are taken away so that others can come, they come first. */
function keepOneList() {
    let timer: ReturnType<typeof setTimeout> | undefined;
    effect(() => {
        clearTimeout(timer);
        if (lists.value.length === 0)
            timer = setTimeout(() => void makeFirstList(), OTHERS_MS);
    });
}

takeLinkToken();
followTheme();
const started = startSync();
await speak(firstLanguage()).catch(() => speak('en')); // its words cannot be had: no signal
const root = document.getElementById('app');
const read = readLists(started);
// the lists are there in a moment, and then nothing is drawn twice; a slow disk is not waited for
await Promise.race([read.catch(() => undefined), pause(PATIENCE_MS)]);
if (root !== null)
    render(<App />, root);

/* Not while shopping, nor where something is open or has been typed. */
function mayReload(): boolean {
    const fields = document.querySelectorAll<HTMLInputElement>('input, textarea');
    return !location.pathname.endsWith('/go') && document.querySelector('dialog[open]') === null &&
        [...fields].every((field) => field.value === field.defaultValue);
}

if (import.meta.env.PROD) {
    await pause(WORKER_MS);
    void import('./worker/register.ts').then(({ startWorker }) => startWorker(mayReload), () => {});
}
await read;
keepOneList();
