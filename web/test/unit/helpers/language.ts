/* What the app speaks, where there is no page to say it of. */
import { type Language, speak } from '../../../src/i18n/i18n.ts';

export async function speaking(language: Language): Promise<void> {
    globalThis.document ??= { documentElement: {} } as Document;
    await speak(language);
}
