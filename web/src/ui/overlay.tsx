/* One dialog over whichever screen: what it shows is loaded when it is asked for. */
import type { ComponentChild } from 'preact';
import { signal } from '@preact/signals';

const overlay = signal<ComponentChild>(null);

export function closeOverlay() {
    overlay.value = null;
}

/* `load` gives the dialog; where it cannot be had nothing opens. */
export async function openOverlay(load: () => Promise<ComponentChild>) {
    overlay.value = await load().catch(() => null);
}

export function OverlayHost() {
    return <>{overlay.value}</>;
}
