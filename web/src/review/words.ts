import { review } from '../i18n/en/review.ts';
import { loadPart } from '../i18n/part.ts';

export const reviewWords = await loadPart(review, {
    hr: async () => (await import('../i18n/hr/review.ts')).review,
    he: async () => (await import('../i18n/he/review.ts')).review,
});
