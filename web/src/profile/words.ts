import { profile } from '../i18n/en/profile.ts';
import { loadPart } from '../i18n/part.ts';

export const profileWords = await loadPart(profile, {
    hr: async () => (await import('../i18n/hr/profile.ts')).profile,
    he: async () => (await import('../i18n/he/profile.ts')).profile,
});
