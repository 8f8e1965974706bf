import { render } from 'preact';
import { App } from './app.tsx';
import { firstLanguage, speak, t } from './i18n/i18n.ts';
import { createFirstList, lists, startSync } from './sync/lists.ts';
import { followTheme } from './ui/theme.ts';

followTheme();
const started = startSync();
await speak(firstLanguage()).catch(() => speak('en')); // its words cannot be had: no signal
const root = document.getElementById('app');
if (root !== null)
    render(<App />, root);
await started;
if (lists.value.length === 0)
    createFirstList(t().lists.firstList); // a first visit begins with a list, not with a question
