/* What opens over a list, and comes only then. */
import { closeOverlay, openOverlay } from '../ui/overlay.tsx';

export function openScanner(listId: string) {
    void openOverlay(async () => {
        const { ScanSheet } = await import('../scan/sheet.tsx');
        return <ScanSheet listId={listId} onClose={closeOverlay} />;
    });
}
