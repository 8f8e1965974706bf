/* A dialog over the page: from the bottom on phones, in the middle on wide screens. It is open as
   long as it is rendered; Escape, the back gesture, a press outside and the cross ask to close it. */
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { X } from 'lucide';
import { t } from '../i18n/i18n.ts';
import { IconButton } from './button.tsx';
import { LayerHosts, pushLayer } from './layers.tsx';
import './sheet.css';

interface SheetProps {
    title: string;
    onClose: () => void;
    /* Stays at the foot while the content scrolls. */
    actions?: ComponentChildren;
    children: ComponentChildren;
}

/* What has `data-focus` within gets the focus first; else the title, so that it is read out. */
export function Sheet({ title, onClose, actions, children }: SheetProps) {
    const dialog = useRef<HTMLDialogElement>(null);
    const id = useId();
    const [layer] = useState(() => ({}));
    const isPressed = useRef(false); // outside: a text that is marked may be let go of there

    useLayoutEffect(() => {
        const element = dialog.current!;
        const before = document.activeElement;
        const pop = pushLayer(layer);
        element.showModal();
        element.querySelector<HTMLElement>('[data-focus], h2')?.focus();
        return () => {
            element.close();
            pop();
            if (before instanceof HTMLElement && before.isConnected)
                before.focus({ preventScroll: true });
        };
    }, [layer]);

    return (
        <dialog ref={dialog} class="sheet" aria-labelledby={id}
            onCancel={(event) => {
                if (event.target === event.currentTarget) { // not a file input's
                    event.preventDefault();
                    onClose();
                }
            }}
            onPointerDown={(event) => {
                isPressed.current = event.target === event.currentTarget;
            }}
            onClick={(event) => {
                if (event.target === event.currentTarget && isPressed.current)
                    onClose();
            }}>
            <div class="sheet-body">
                <header class="sheet-head">
                    <h2 id={id} tabIndex={-1}>{title}</h2>
                    <IconButton icon={X} label={t().common.close} onPress={onClose} />
                </header>
                <div class="sheet-content">{children}</div>
                {actions !== undefined && <footer class="sheet-actions">{actions}</footer>}
            </div>
            <LayerHosts layer={layer} />
        </dialog>
    );
}
