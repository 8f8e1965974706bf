/* One at a time, over all tabs where the browser can tell them apart, else in this one. */

export type Lock = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

const waiting = new Map<string, Promise<unknown>>();

export async function withLock<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    if (globalThis.navigator?.locks !== undefined)
        return await navigator.locks.request(name, work);
    const turn = (waiting.get(name) ?? Promise.resolve()).then(work, work);
    waiting.set(name, turn);
    return turn;
}
