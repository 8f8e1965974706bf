/* What shops write of a deal often says again what stands above it: the product's name, the figure. */
const SAID = /[\p{L}\p{N}]/u;
const BETWEEN = /^(?:[\s,;:.|]|[-–—]\s)+/u; // "-20 %" is a figure

const saidIn = (text: string): string[] =>
    [...text.toLowerCase()].filter((sign) => SAID.test(sign));

/* What the text says beside the name that it begins with and the figure, signs and case apart. */
export function textBeside(text: string, name: string, figure: string | null): string {
    const wanted = saidIn(name);
    let [found, at] = [0, 0];
    for (const sign of text) {
        if (found === wanted.length)
            break;
        if (SAID.test(sign) && sign.toLowerCase() !== wanted[found++])
            return text;
        at += sign.length;
    }
    const rest = text.slice(at);
    if (found < wanted.length || SAID.test(rest.charAt(0)))
        return text;
    return figure !== null && saidIn(rest).join('') === saidIn(figure).join('') ? ''
        : rest.replace(BETWEEN, '');
}
