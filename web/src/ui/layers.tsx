/* What is modal makes the rest of the page inert: menus and the toast live in the topmost layer. */
import type { FunctionComponent } from 'preact';
import { signal } from '@preact/signals';
import { ToastHost } from './toast.tsx';

const layers = signal<readonly object[]>([]);

/* A layer above all others until it is taken off; `layer` is only compared. */
export function pushLayer(layer: object): () => void {
    layers.value = [...layers.value, layer];
    return () => {
        layers.value = layers.value.filter((other) => other !== layer);
    };
}

/* Popups come with the first of them that can be opened. */
const popups = signal<FunctionComponent | null>(null);

export function hostPopups(host: FunctionComponent) {
    popups.value = host;
}

/* `layer` null: the page itself. */
export function LayerHosts({ layer }: { layer: object | null }) {
    const Popups = popups.value;
    return (layers.value.at(-1) ?? null) === layer
        ? <>{Popups !== null && <Popups />}<ToastHost /></> : null;
}
