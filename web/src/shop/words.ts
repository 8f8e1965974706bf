import { shop } from '../i18n/en/shop.ts';
import { loadPart } from '../i18n/part.ts';

export const shopWords = await loadPart(shop, {
    hr: async () => (await import('../i18n/hr/shop.ts')).shop,
    he: async () => (await import('../i18n/he/shop.ts')).shop,
});
