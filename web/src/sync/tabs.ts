/* What the tabs of one browser tell each other. */
import type { NetworkState } from './engine.ts';
import type { Patch } from './model.ts';

export type Message = { kind: 'patch'; patch: Patch }
    | { kind: 'wiped'; meta: Record<string, unknown> } // all but that
    | { kind: 'state'; state: NetworkState } // by the one that sends and fetches
    | { kind: 'fetch' }; // to that one: all lists, now

export interface Channel {
    post(message: Message): void;
}

export function openChannel(onMessage: (message: Message) => void): Channel {
    if (globalThis.BroadcastChannel === undefined)
        return { post() {} };
    const channel = new BroadcastChannel('smartcart');
    channel.onmessage = (event) => onMessage(event.data as Message);
    return { post: (message) => channel.postMessage(message) };
}
