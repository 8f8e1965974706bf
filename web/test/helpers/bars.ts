/* An EAN-13 as a camera sees it: drawn, grey, on a desk. */

export interface Picture {
    width: number;
    height: number;
    grey: Uint8Array;
}

const LEFT = ['0001101', '0011001', '0010011', '0111101', '0100011', '0110001', '0101111', '0111011',
    '0110111', '0001011'];
/* Which of the first six are written in the other set: it says the first digit. */
const PARITY = ['LLLLLL', 'LLGLGG', 'LLGGLG', 'LLGGGL', 'LGLLGG', 'LGGLLG', 'LGGGLL', 'LGLGLG', 'LGLGGL',
    'LGGLGL'];

const inverse = (bits: string): string => [...bits].map((bit) => (bit === '1' ? '0' : '1')).join('');

/* 95 modules, 1 is a bar. */
function modulesOf(ean13: string): string {
    const digits = [...ean13].map(Number);
    const right = (digit: number): string => inverse(LEFT[digit]!);
    const left = (digit: number, at: number): string => (PARITY[digits[0]!]![at] === 'L' ? LEFT[digit]!
        : [...right(digit)].reverse().join(''));
    return `101${digits.slice(1, 7).map(left).join('')}01010${digits.slice(7).map(right).join('')}101`;
}

export function drawEan13(ean13: string, width = 640, height = 480, moduleWidth = 4): Picture {
    const modules = modulesOf(ean13);
    const grey = new Uint8Array(width * height).fill(110);
    const box = (x: number, y: number, w: number, h: number, shade: number): void => {
        for (let row = y; row < y + h; row++)
            grey.fill(shade, row * width + x, row * width + x + w);
    };
    const quiet = 12 * moduleWidth;
    const x0 = Math.floor((width - modules.length * moduleWidth) / 2);
    const tall = Math.floor(height / 2);
    const y0 = Math.floor((height - tall) / 2);
    box(x0 - quiet, y0 - 20, modules.length * moduleWidth + 2 * quiet, tall + 40, 235);
    [...modules].forEach((bit, at) => bit === '1' &&
        box(x0 + at * moduleWidth, y0, moduleWidth, tall, 20));
    return { width, height, grey };
}

/* As Chromium's fake camera reads it, over and over. */
export function y4mOf({ width, height, grey }: Picture, frames = 2): Buffer {
    const colourless = Buffer.alloc(width * height / 2, 128);
    const frame = Buffer.concat([Buffer.from('FRAME\n'), grey, colourless]);
    return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`),
        ...Array.from({ length: frames }, () => frame)]);
}
