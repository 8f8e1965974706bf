import { render } from 'preact';
import { App } from './app.tsx';
import { firstLanguage, speak } from './i18n/i18n.ts';
import { followTheme } from './ui/theme.ts';

followTheme();
await speak(firstLanguage()).catch(() => speak('en')); // its words cannot be had: no signal
const root = document.getElementById('app');
if (root !== null)
    render(<App />, root);
