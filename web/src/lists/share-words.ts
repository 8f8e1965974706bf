import { share } from '../i18n/en/share.ts';
import { loadPart } from '../i18n/part.ts';

export const shareWords = await loadPart(share, {
    hr: async () => (await import('../i18n/hr/share.ts')).share,
    he: async () => (await import('../i18n/he/share.ts')).share,
});
