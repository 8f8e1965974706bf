/* What is modal makes the rest of the page inert: menus and the toast live in the topmost layer. */
import { signal } from '@preact/signals';
import { PopupHost } from './popup.tsx';
import { ToastHost } from './toast.tsx';

const layers = signal<readonly object[]>([]);

/* A layer above all others until it is taken off; `layer` is only compared. */
export function pushLayer(layer: object): () => void {
    layers.value = [...layers.value, layer];
    return () => {
        layers.value = layers.value.filter((other) => other !== layer);
    };
}

/* `layer` null: the page itself. */
export function LayerHosts({ layer }: { layer: object | null }) {
    return (layers.value.at(-1) ?? null) === layer ? <><PopupHost /><ToastHost /></> : null;
}
