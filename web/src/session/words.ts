import { account } from '../i18n/en/account.ts';
import { loadPart } from '../i18n/part.ts';

export const accountWords = await loadPart(account, {
    hr: async () => (await import('../i18n/hr/account.ts')).account,
    he: async () => (await import('../i18n/he/account.ts')).account,
});
