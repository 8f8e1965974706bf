/*
 * Stamps of a hybrid logical clock, as src/domain/sync.h has them: text of 34 bytes that sorts as
 * the stamps do, "0197f4c1a2b3-0001-00000000deadbeef": milliseconds, a counter, the device.
 */

const COUNTER_MAX = 0xffff;
const STAMP = /^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-f]{16}$/;

export interface Clock {
    /* The stamp of the next op: greater than all that were made or seen. */
    next(): string;
    see(stamp: string): void;
}

export function isStamp(text: string): boolean {
    return STAMP.test(text);
}

export function stampMs(stamp: string): number {
    return parseInt(stamp.slice(0, 12), 16);
}

function write(ms: number, counter: number, device: string): string {
    const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');
    return `${hex(ms, 12)}-${hex(counter, 4)}-${device}`;
}

/* `last`: the greatest stamp that was made or seen; empty: none. */
export function nextStamp(last: string, nowMs: number, device: string): string {
    const lastMs = last === '' ? 0 : stampMs(last);
    const counter = last === '' ? 0 : parseInt(last.slice(13, 17), 16);
    if (nowMs > lastMs)
        return write(nowMs, 0, device);
    return counter === COUNTER_MAX ? write(lastMs + 1, 0, device)
        : write(lastMs, counter + 1, device);
}

export function createClock(device: string, nowMs: () => number): Clock {
    let last = '';
    return {
        next() {
            last = nextStamp(last, nowMs(), device);
            return last;
        },
        see(stamp) {
            if (stamp > last)
                last = stamp;
        },
    };
}

/* Each open page is a device of its own: two tabs never make the same stamp. */
export function newDevice(): string {
    return [...crypto.getRandomValues(new Uint8Array(8))]
        .map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
