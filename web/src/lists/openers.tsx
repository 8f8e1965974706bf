/* What opens over a list, and comes only then. */
import type { Item } from '../sync/lists.ts';
import { closeOverlay, openOverlay } from '../ui/overlay.tsx';

export function openScanner(listId: string) {
    void openOverlay(async () => {
        const { ScanSheet } = await import('../scan/sheet.tsx');
        return <ScanSheet listId={listId} onClose={closeOverlay} />;
    });
}

export function openReview(listId: string | null, text: string) {
    void openOverlay(async () => {
        const [{ ReviewSheet }, { readLines }] = await Promise.all([import('../review/review.tsx'),
            import('../review/lines.ts')]);
        return <ReviewSheet drafts={readLines(text)} listId={listId} onClose={closeOverlay} />;
    });
}

export function openVoice(listId: string) {
    void openOverlay(async () => {
        const { VoiceSheet } = await import('../review/voice.tsx');
        return <VoiceSheet listId={listId} onClose={closeOverlay} />;
    });
}

export async function openItemMenu(anchor: HTMLElement, item: Item) {
    (await import('./row-menus.tsx')).openItemMenu(anchor, item);
}

export async function openQuantity(anchor: HTMLElement, item: Item) {
    (await import('./row-menus.tsx')).openQuantity(anchor, item);
}
