import { render } from 'preact';
import { App } from './app.tsx';
import { firstLanguage, speak, t } from './i18n/i18n.ts';
import { takeLinkToken } from './session/link-token.ts';
import { createFirstList, lists, startSync } from './sync/lists.ts';
import './ui/install-offer.ts';
import { followTheme } from './ui/theme.ts';

takeLinkToken();
followTheme();
const started = startSync();
await speak(firstLanguage()).catch(() => speak('en')); // its words cannot be had: no signal
const root = document.getElementById('app');
if (root !== null)
    render(<App />, root);

/* Not while shopping, nor where something is open or has been typed. */
function mayReload(): boolean {
    const fields = document.querySelectorAll<HTMLInputElement>('input, textarea');
    return !location.pathname.endsWith('/go') && document.querySelector('dialog[open]') === null &&
        [...fields].every((field) => field.value === field.defaultValue);
}

if (import.meta.env.PROD)
    void import('./worker/register.ts').then(({ startWorker }) => startWorker(mayReload), () => {});
await started;
if (lists.value.length === 0)
    createFirstList(t().lists.firstList); // a first visit begins with a list, not with a question
