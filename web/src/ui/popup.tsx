/* What opens at a control and closes by Escape or a press elsewhere: a menu, a small editor. There
   is one at a time, in one popover element, so that a row costs no more than its button. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { signal } from '@preact/signals';
import { hostPopups } from './layers.tsx';
import './popup.css';

interface Popup {
    anchor: HTMLElement;
    label: string;
    role: 'menu' | 'dialog';
    content: ComponentChildren;
}

const popup = signal<Popup | null>(null);

/* Its first element with `data-focus`, else its first button, gets the focus. */
export function openPopup(anchor: HTMLElement, label: string, role: Popup['role'],
    content: ComponentChildren) {
    popup.value = { anchor, label, role, content };
}

/* The focus goes back to where the popup was opened. */
export function closePopup() {
    const anchor = popup.value?.anchor;
    popup.value = null;
    if (anchor?.isConnected)
        anchor.focus({ preventScroll: true });
}

/* Below the anchor if there is room, else above it; within the window in any case. A menu ends where
   its control does, an editor stands in the middle below it. */
function place(element: HTMLElement, { anchor, role }: Popup) {
    const at = anchor.getBoundingClientRect();
    const size = element.getBoundingClientRect();
    const gap = 8;
    const below = at.bottom + 4;
    const top = below + size.height + gap <= innerHeight ? below : at.top - 4 - size.height;
    const isRtl = getComputedStyle(anchor).direction === 'rtl';
    const left = role === 'dialog' ? (at.left + at.right - size.width) / 2
        : isRtl ? at.left : at.right - size.width;
    const within = (value: number, room: number) => Math.max(gap, Math.min(value, room - gap));
    element.style.setProperty('--top', `${within(top, innerHeight - size.height)}px`);
    element.style.setProperty('--left', `${within(left, innerWidth - size.width)}px`);
}

/* The focus goes round within an editor; a menu has its own keys. */
function goRound(event: KeyboardEvent & { currentTarget: HTMLElement }) {
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled), input')];
    if (event.shiftKey)
        all.reverse();
    if (event.key === 'Tab' && document.activeElement === all.at(-1)) {
        event.preventDefault();
        all[0]!.focus();
    }
}

function PopupHost() {
    const element = useRef<HTMLDivElement>(null);
    const open = popup.value;

    useLayoutEffect(() => {
        if (open === null || element.current === null)
            return;
        const { anchor } = open;
        anchor.setAttribute('aria-expanded', 'true');
        element.current.showPopover();
        place(element.current, open);
        element.current.querySelector<HTMLElement>('[data-focus], button:not(:disabled)')
            ?.focus({ preventScroll: true });
        return () => anchor.setAttribute('aria-expanded', 'false');
    }, [open]);

    if (open === null)
        return null;
    return (
        <div ref={element} popover="auto" class="popup" role={open.role} aria-label={open.label}
            onKeyDown={open.role === 'dialog' ? goRound : undefined}
            onToggle={(event) => {
                if (event.newState === 'closed' && popup.peek() === open)
                    popup.value = null;
            }}>
            {open.content}
        </div>
    );
}

hostPopups(PopupHost);
