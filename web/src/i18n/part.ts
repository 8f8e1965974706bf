/* Words of a screen that comes later: they come with it, and follow the language from then on. */
import { effect, signal } from '@preact/signals';
import { type Language, language } from './i18n.ts';
import type { Widened } from './messages.ts';

type Loader<Words> = () => Promise<Words>;

/* Resolves once they are there in the language that is spoken; without a signal in English. */
export async function loadPart<English>(english: English, others:
    Record<Exclude<Language, 'en' | 'en-XA'>, Loader<Widened<English>>>): Promise<() => Widened<English>> {
    const spoken = signal(english as Widened<English>);

    async function load(wanted: Language): Promise<void> {
        const words = wanted === 'en' ? english as Widened<English>
            : wanted === 'en-XA' ? (await import('./pseudo.ts')).pseudo(english as Widened<English>)
            : await others[wanted]();
        if (wanted === language.peek())
            spoken.value = words;
    }

    await load(language.peek()).catch(() => undefined);
    effect(() => void load(language.value).catch(() => undefined));
    return () => spoken.value;
}
