/*
 * Places in a list: texts that sort by their bytes, digits 0-9A-Za-z of which the last is not 0, so
 * that there is always room between two. The same as sc_position_between in src/domain/sync.h.
 */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const POSITION = /^[0-9A-Za-z]*[1-9A-Za-z]$/;
export const POSITION_MAX = 200;

export function isPosition(text: string): boolean {
    return text.length <= POSITION_MAX && POSITION.test(text);
}

/* Between two, the middle; at the ends of the list, the nearest, for more will follow there. */
function choose(low: number, high: number, isAppend: boolean, isPrepend: boolean): number {
    if (isAppend)
        return low + 1;
    return isPrepend ? high - 1 : low + Math.floor((high - low) / 2);
}

/*
 * A place behind `after` and before `before`; null: the list's beginning or end. Null: they are no
 * places in order, or it would be longer than POSITION_MAX: items are then to be spread anew.
 */
export function positionBetween(after: string | null, before: string | null): string | null {
    if ((after !== null && !isPosition(after)) || (before !== null && !isPosition(before)) ||
        (after !== null && before !== null && after >= before))
        return null;
    const isFirst = after === null && before === null;
    const isAppend = before === null && !isFirst;
    const isPrepend = after === null && !isFirst;
    let upper = before;
    let text = '';
    for (let i = 0; i < POSITION_MAX; i++) {
        const low = DIGITS.indexOf(after?.[i] ?? '0');
        const high = upper === null ? DIGITS.length : DIGITS.indexOf(upper[i] ?? '0');
        if (high - low > 1) // room for a digit here: the place ends with it
            return text + DIGITS[choose(low, high, isAppend, isPrepend)];
        if (high - low === 1) // below `before` from here on, whatever follows
            upper = null;
        text += DIGITS[low];
    }
    return null;
}

/* So many places over the whole list, in order and evenly. */
export function spreadPositions(count: number): string[] {
    const width = count < 60 ? 1 : count < 3800 ? 2 : 3;
    const step = DIGITS.length ** width / (count + 1);
    return Array.from({ length: count }, (_, i) => {
        let left = Math.floor((i + 1) * step);
        let text = '';
        for (let digit = 0; digit < width; digit++) {
            text = DIGITS[left % DIGITS.length] + text;
            left = Math.floor(left / DIGITS.length);
        }
        return text.endsWith('0') ? `${text}V` : text;
    });
}
