/* A browser without a screen: cookies, a signal that can be lost, and a store that outlives it. */
import { createApi } from '../../src/api/ask.ts';
import { type Core, createCore } from '../../src/sync/core.ts';
import type { Store } from '../../src/sync/store.ts';
import { createMemoryStore } from '../helpers/memory_store.ts';

export interface Browser {
    core: Core;
    store: Store;
    cookies: Map<string, string>;
    asked: () => number;
    setOnline(isOnline: boolean): void;
    /* Closes the page and opens it again, on what was kept. */
    reload(): Promise<Browser>;
}

export interface Shop {
    cookies: Map<string, string>; // two browsers with the same are one person
    /* For each request that is let through: is its answer lost? */
    lose?: () => boolean;
}

/* One request at a time for each name, as Web Locks do it for all tabs. */
function createLock() {
    const turns = new Map<string, Promise<unknown>>();
    return async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
        const turn = (turns.get(name) ?? Promise.resolve()).then(work, work);
        turns.set(name, turn);
        return turn;
    };
}

export async function openBrowser(url: string, shop: Shop, store: Store = createMemoryStore(),
    isOnlineAtFirst = true): Promise<Browser> {
    const { cookies } = shop;
    const listeners: ((reason: 'online' | 'offline') => void)[] = [];
    const open = new Set<AbortController>();
    let isOnline = isOnlineAtFirst;
    let asked = 0;

    const browse: typeof fetch = async (path, init) => {
        if (!isOnline)
            throw new TypeError('no signal');
        const cut = new AbortController();
        open.add(cut);
        const headers: Record<string, string> = { ...init!.headers as Record<string, string>,
            ...(cookies.size > 0 ? { Cookie: [...cookies].filter(([name]) =>
                name !== 'sc_refresh' || path === '/graphql/session')
                .map(([name, value]) => `${name}=${value}`).join('; ') } : {}) };
        asked++;
        const response = await fetch(url + String(path), { ...init, headers,
            signal: AbortSignal.any([init!.signal!, cut.signal]) }); // one may have ended before
        for (const line of response.headers.getSetCookie()) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
            if (value === '' || /Max-Age=0/i.test(line))
                cookies.delete(name!);
            else
                cookies.set(name!, value!);
        }
        if (headers.Accept === 'application/json' && shop.lose?.() === true)
            throw new TypeError('the reply is lost');
        return response;
    };
    const lock = createLock();
    const core = createCore({
        api: createApi(browse, lock, () => undefined),
        lock,
        page: { isVisible: () => true, onChange: (changed) => listeners.push(changed) },
        language: 'en-IE',
        spoken: () => 'en',
        store,
        openChannel: () => ({ post() {} }),
        wipeCaches: async () => undefined,
        later: (act) => void setTimeout(act),
        nowMs: Date.now,
        newId: () => crypto.randomUUID(),
    });
    await core.start();
    const browser: Browser = {
        core,
        store,
        cookies,
        asked: () => asked,
        setOnline(next) {
            isOnline = next;
            if (!next)
                open.forEach((cut) => cut.abort());
            listeners.forEach((changed) => changed(next ? 'online' : 'offline'));
        },
        async reload() {
            core.stop();
            open.forEach((cut) => cut.abort());
            return openBrowser(url, shop, store, isOnline);
        },
    };
    return browser;
}
