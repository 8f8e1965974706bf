/* The number under the bars, by the server's rule (src/domain/gtin.h): 14 digits for all lengths. */

export type Read = { gtin: string } | { problem: 'wrong' | 'internal' };

/* Zeros were taken out of the middle: the last of the six digits says where. */
function expandUpcE(digits: string): string {
    const [a, b, c, d, e, last] = digits.slice(1, 7) as unknown as [string, string, string, string,
        string, string];
    const body = last <= '2' ? `${a}${b}${last}0000${c}${d}${e}`
        : last === '3' ? `${a}${b}${c}00000${d}${e}`
        : last === '4' ? `${a}${b}${c}${d}00000${e}`
        : `${a}${b}${c}${d}${e}0000${last}`;
    return `0${body}${digits[7]}`;
}

function isChecked(gtin: string): boolean {
    const sum = [...gtin].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
    return sum % 10 === 0;
}

/* Each shop gives these numbers a meaning of its own: what it has weighed or packed itself. */
function isInternal(gtin: string): boolean {
    return gtin.startsWith('000000') ? /[02]/.test(gtin[6]!) : /^.(02|2\d)/.test(gtin);
}

/* Of 8, 12, 13 or 14 digits, however they are spaced; 'wrong': no such number, or mistyped. */
export function readGtin(text: string): Read {
    const digits = text.replaceAll(/[\s-]/g, '');
    if (!/^(\d{8}|\d{12,14})$/.test(digits))
        return { problem: 'wrong' };
    const whole = digits.length === 8 && digits.startsWith('0') ? expandUpcE(digits) : digits;
    const gtin = whole.padStart(14, '0');
    if (/^0+$/.test(gtin) || !isChecked(gtin))
        return { problem: 'wrong' };
    return isInternal(gtin) ? { problem: 'internal' } : { gtin };
}

/* As it stands under the bars, for people. */
export function shownGtin(gtin: string): string {
    return gtin.startsWith('000000') ? gtin.slice(6) : gtin.replace(/^0/, '');
}
