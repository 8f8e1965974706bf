import { install } from '../i18n/en/install.ts';
import { loadPart } from '../i18n/part.ts';

export const installWords = await loadPart(install, {
    hr: async () => (await import('../i18n/hr/install.ts')).install,
    he: async () => (await import('../i18n/he/install.ts')).install,
});
