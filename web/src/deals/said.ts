import { deals } from '../i18n/en/deals.ts';
import { loadPart } from '../i18n/part.ts';

export const dealWords = await loadPart(deals, {
    hr: async () => (await import('../i18n/hr/deals.ts')).deals,
    he: async () => (await import('../i18n/he/deals.ts')).deals,
});
