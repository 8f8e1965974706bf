import { setTimeout as sleep } from 'node:timers/promises';

/* Until something shows; returns how many ms that was. Not a gate on time: it fails when it never does. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>,
    limitMs = 40_000): Promise<number> {
    const began = performance.now();
    while (!await isSo()) {
        if (performance.now() - began > limitMs)
            throw new Error(`never: ${what}`);
        await sleep(2);
    }
    return performance.now() - began;
}
