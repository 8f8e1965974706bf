/* Spoken to the list: told first who may hear it, and shown before anything is added. */
import { useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { Mic, Square } from 'lucide';
import { language, locale, t } from '../i18n/i18n.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { keep, kept } from '../ui/kept.ts';
import { Sheet } from '../ui/sheet.tsx';
import { listen, type ListenTrouble } from './listen.ts';
import { readSpoken } from './lines.ts';
import { Review } from './review.tsx';
import { reviewWords } from './words.ts';

const TOLD = 'voice-told'; // that the browser may send what is said to others

export function VoiceSheet({ listId, onClose }: { listId: string; onClose: () => void }) {
    const words = reviewWords();
    const state = useSignal<'told' | 'listening' | 'done' | ListenTrouble>('told');
    const text = useSignal('');
    const stop = useRef<() => void>(() => undefined);

    function start(): void {
        stop.current();
        keep(TOLD, 'yes');
        text.value = '';
        state.value = 'listening';
        stop.current = listen(locale.peek(), (said) => (text.value = said),
            (trouble) => (state.value = trouble ?? 'done'));
    }

    /* Before the pause that ends it. */
    function finish(): void {
        stop.current();
        state.value = text.peek() === '' ? 'told' : 'done';
    }

    useEffect(() => {
        if (kept(TOLD) !== null)
            start();
        return () => stop.current();
    }, []);

    const now = state.value;
    return (
        <Sheet title={t().lists.speak} onClose={onClose}>
            {now === 'listening' && (
                <p class="voice-mark"><Icon of={Mic} size={32} /></p>
            )}
            {now === 'told' && <p>{words.notice}</p>}
            <p role="status">{now === 'listening' ? text.value || words.listening : text.value}</p>
            {now === 'done' && (
                <Review drafts={readSpoken(text.value, language.value)} listId={listId}
                    onClose={onClose} />
            )}
            {now !== 'told' && now !== 'listening' && now !== 'done' && (
                <p role="alert">{words.trouble[now]}</p>
            )}
            <Button kind={now === 'done' || now === 'listening' ? 'quiet' : 'primary'}
                icon={now === 'listening' ? Square : Mic}
                onPress={now === 'listening' ? finish : start}>
                {now === 'listening' ? words.stop : now === 'told' ? words.start : words.more}
            </Button>
        </Sheet>
    );
}
