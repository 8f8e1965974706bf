/* The language that the app speaks: `t().lists.addItem` in a component follows it by itself. English
   is always there; the others come when they are chosen. */
import { computed, signal } from '@preact/signals';
import { keep, kept } from '../ui/kept.ts';
import { en } from './en.ts';
import type { Messages } from './messages.ts';

export type Language = 'en' | 'hr' | 'he' | 'en-XA';

/* Each by its own name. */
export const LANGUAGES: readonly { value: Language; label: string }[] = [
    { value: 'en', label: 'English' },
    { value: 'hr', label: 'Hrvatski' },
    { value: 'he', label: 'עברית' },
];

const REGIONS: Record<Language, string> = { en: 'en-GB', hr: 'hr-HR', he: 'he-IL', 'en-XA': 'en-GB' };

const spoken = signal<{ language: Language; messages: Messages }>({ language: 'en', messages: en });

export const language = computed(() => spoken.value.language);
export const isRtl = computed(() => language.value === 'he');

/* What the device speaks, as Intl writes it: browsers have told of "iw-IL", and of "en-US@posix". */
export function deviceTags(): string[] {
    return (globalThis.navigator?.languages ?? []).flatMap((tag) => {
        try {
            return Intl.getCanonicalLocales(tag);
        } catch {
            return [];
        }
    });
}

/* For Intl: the language as it is written where the device is at home, such as `en-US`. */
export const locale = computed(() => {
    const own = deviceTags().find((tag) => tag.split('-')[0] === language.value && tag.includes('-'));
    return own ?? REGIONS[language.value];
});

export function t(): Messages {
    return spoken.value.messages;
}

async function messagesOf(wanted: Language): Promise<Messages> {
    switch (wanted) {
    case 'hr': return (await import('./hr.ts')).hr;
    case 'he': return (await import('./he.ts')).he;
    case 'en-XA': return (await import('./pseudo.ts')).pseudo<Messages>(en);
    case 'en': return en;
    }
}

/* Loads it, speaks it, and remembers it on this device. */
export async function speak(wanted: Language) {
    spoken.value = { language: wanted, messages: await messagesOf(wanted) };
    keep('language', wanted);
    document.documentElement.lang = wanted;
    document.documentElement.dir = isRtl.peek() ? 'rtl' : 'ltr';
}

function isLanguage(tag: string | null | undefined): tag is Language {
    return tag !== null && tag !== undefined && tag in REGIONS;
}

/* What was asked for in the address, what was chosen before, what the device speaks, English. */
export function firstLanguage(): Language {
    const wanted = [new URLSearchParams(location.search).get('language'), kept('language'),
        ...deviceTags().map((tag) => tag.split('-')[0])];
    return wanted.find(isLanguage) ?? 'en';
}
