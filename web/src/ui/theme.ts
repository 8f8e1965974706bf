/* Light, dark, or as the device says. Known before the first paint: kept in localStorage. */
import { effect, signal } from '@preact/signals';
import { keep, kept } from './kept.ts';

export type Theme = 'system' | 'light' | 'dark';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

export const theme = signal<Theme>(THEMES.find((one) => one === kept('theme')) ?? 'system');

export function followTheme() {
    effect(() => {
        const chosen = theme.value;
        keep('theme', chosen === 'system' ? null : chosen);
        if (chosen === 'system')
            delete document.documentElement.dataset.theme;
        else
            document.documentElement.dataset.theme = chosen;
        for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
            const own = meta.dataset.media ??= meta.media;
            const isDark = own.includes('dark');
            meta.media = chosen === 'system' ? own : (isDark === (chosen === 'dark') ? 'all' : 'not all');
        }
    });
}
