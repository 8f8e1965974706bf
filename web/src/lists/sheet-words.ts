import { sheets } from '../i18n/en/sheets.ts';
import { loadPart } from '../i18n/part.ts';

/* Of what opens over the list. */
export const sheetWords = await loadPart(sheets, {
    hr: async () => (await import('../i18n/hr/sheets.ts')).sheets,
    he: async () => (await import('../i18n/he/sheets.ts')).sheets,
});
