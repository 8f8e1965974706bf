import { scan } from '../i18n/en/scan.ts';
import { loadPart } from '../i18n/part.ts';

export const scanWords = await loadPart(scan, {
    hr: async () => (await import('../i18n/hr/scan.ts')).scan,
    he: async () => (await import('../i18n/he/scan.ts')).scan,
});
