/* One line at the foot: what was done, and Undo. There is never more than one: of the same kind they
   are counted together ("3 items in the cart"), of another kind the new one takes its place. */
import { useEffect } from 'preact/hooks';
import { signal, useSignal } from '@preact/signals';
import { t } from '../i18n/i18n.ts';
import './toast.css';

const SHOWN_MS = 6000;

interface Toast {
    kind: string | undefined;
    text: string;
    count: number;
    undo: (() => void) | null;
    onPass: (() => void) | null;
}

interface Undoable {
    /* Toasts of one kind are counted together, and undone together: `say` tells of all. Without one it
       stands alone. */
    kind?: string;
    say: (count: number) => string;
    undo: () => void;
    /* It was not undone: what can be done only once, such as a deletion for ever. It passes when the
       page is left, too: what is asked of the server first outlives that (api/ask.ts). */
    onPass?: () => void;
}

const toast = signal<Toast | null>(null);
const isHeld = signal(false);

export function offerUndo({ kind, say, undo, onPass }: Undoable) {
    const before = kind !== undefined && toast.peek()?.kind === kind ? toast.peek() : null;
    if (before === null)
        toast.peek()?.onPass?.();
    const count = (before?.count ?? 0) + 1;
    toast.value = {
        kind,
        count,
        text: say(count),
        undo: () => { // the last first
            undo();
            before?.undo?.();
        },
        onPass: before?.onPass || onPass ? () => {
            before?.onPass?.();
            onPass?.();
        } : null,
    };
}

/* Something that there is nothing to do about. */
export function tell(text: string) {
    toast.peek()?.onPass?.();
    toast.value = { kind: undefined, text, count: 1, undo: null, onPass: null };
}

function take() {
    const last = toast.peek();
    toast.value = null;
    isHeld.value = false;
    return last;
}

function pass() {
    take()?.onPass?.();
}

function passOnLeaving() {
    if (document.visibilityState === 'hidden' && toast.peek()?.onPass)
        pass();
}

export function undoLast() {
    take()?.undo?.();
}

const hold = () => (isHeld.value = true);
const letGo = () => (isHeld.value = false);

function isTyping(target: EventTarget | null) {
    return target instanceof HTMLElement && target.matches('input, textarea, select');
}

export function ToastHost() {
    const wanted = toast.value;
    const shown = useSignal<Toast | null>(null);
    const held = isHeld.value;

    // what was done is painted first, and the toast in the frame after it
    useEffect(() => {
        shown.value = wanted;
    }, [wanted]);

    useEffect(() => {
        if (wanted === null || held)
            return;
        const timer = setTimeout(pass, SHOWN_MS);
        return () => clearTimeout(timer);
    }, [wanted, held]);

    useEffect(() => {
        const onKey = (event: KeyboardEvent) => {
            const isUndo = event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
            if (isUndo && toast.peek()?.undo && !isTyping(event.target)) {
                event.preventDefault();
                undoLast();
            }
        };
        addEventListener('keydown', onKey);
        document.addEventListener('visibilitychange', passOnLeaving);
        return () => {
            removeEventListener('keydown', onKey);
            document.removeEventListener('visibilitychange', passOnLeaving);
            letGo(); // a pointer that is on what goes does not leave it
        };
    }, []);

    return (
        <div class="toast-place" role="status" aria-atomic="true">
            {shown.value !== null && (
                <div class="toast" onMouseEnter={hold} onMouseLeave={letGo}
                    onFocusIn={hold} onFocusOut={letGo}>
                    <span>{shown.value.text}</span>
                    {shown.value.undo !== null && (
                        <button type="button" onClick={undoLast}>{t().common.undo}</button>
                    )}
                </div>
            )}
        </div>
    );
}
