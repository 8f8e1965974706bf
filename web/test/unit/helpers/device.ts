/* A browser's tabs on one disk, that hear each other and take turns at sending. */
import type { Api } from '../../../src/api/ask.ts';
import { type Core, createCore, type Platform } from '../../../src/sync/core.ts';
import type { Store } from '../../../src/sync/store.ts';
import type { Message } from '../../../src/sync/tabs.ts';
import { createMemoryStore } from '../../helpers/memory_store.ts';

type Changed = Parameters<Platform['page']['onChange']>[0];

export interface Tab {
    core: Core;
    show(isVisible: boolean): void;
    setOnline(isOnline: boolean): void;
    /* What the live stream says. */
    tell(event: unknown): void;
}

export interface Device {
    store: Store;
    open(ask: Api['ask'], own?: Partial<Platform> & { isVisible?: boolean }): Promise<Tab>;
    /* Closes all tabs. */
    close(): void;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function createLock(): Platform['lock'] {
    const turns = new Map<string, Promise<unknown>>();
    return async (name, work) => {
        const turn = (turns.get(name) ?? Promise.resolve()).then(work, work);
        turns.set(name, turn);
        return turn;
    };
}

export function createDevice(store: Store = createMemoryStore()): Device {
    const lock = createLock();
    const hearers: ((message: Message) => void)[] = [];
    const cores: Core[] = [];

    async function open(ask: Api['ask'],
        { isVisible = true, ...own }: Partial<Platform> & { isVisible?: boolean } = {}): Promise<Tab> {
        const listeners: Changed[] = [];
        let hear: (event: unknown) => void = () => undefined;
        const changed = (reason: Parameters<Changed>[0]): void =>
            listeners.forEach((listener) => listener(reason));
        const stream = (_operation: unknown, _variables: unknown, onEvent: (event: unknown) => void,
            signal: AbortSignal): Promise<never> => {
            hear = onEvent;
            return new Promise((_, reject) => signal.addEventListener('abort', () =>
                reject(new Error('aborted'))));
        };
        const core = createCore({
            api: { ask, stream: stream as Api['stream'] },
            lock,
            page: { isVisible: () => isVisible, onChange: (listener) => listeners.push(listener) },
            language: 'en-IE',
            spoken: () => 'en',
            store,
            openChannel(onMessage) {
                hearers.push(onMessage);
                return { post(message) {
                    const told = structuredClone(message);
                    setTimeout(() => hearers.filter((hearer) => hearer !== onMessage)
                        .forEach((hearer) => hearer(structuredClone(told))));
                } };
            },
            wipeCaches: async () => undefined,
            later: (act) => void setTimeout(act),
            nowMs: Date.now,
            newId: () => crypto.randomUUID(),
            ...own,
        });
        cores.push(core);
        await core.start();
        return {
            core,
            show(isShown) {
                isVisible = isShown;
                changed(isShown ? 'shown' : 'hidden');
            },
            setOnline: (isOnline) => changed(isOnline ? 'online' : 'offline'),
            tell: (event) => hear(event),
        };
    }
    return { store, open, close: () => cores.forEach((core) => core.stop()) };
}
