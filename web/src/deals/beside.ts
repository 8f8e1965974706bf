/* What shops write of a deal often begins with the product's name, which stands above it. */
const SAID = /[\p{L}\p{N}]/u;
const BETWEEN = /^(?:[\s,;:.|]|[-–—]\s)+/u; // "-20 %" is a figure

/* What the text says beside the name, signs and case apart; the text itself where it begins otherwise. */
export function textBeside(text: string, name: string): string {
    const wanted = [...name.toLowerCase()].filter((sign) => SAID.test(sign));
    let [found, at] = [0, 0];
    for (const sign of text) {
        if (found === wanted.length)
            break;
        if (SAID.test(sign) && sign.toLowerCase() !== wanted[found++])
            return text;
        at += sign.length;
    }
    const rest = text.slice(at);
    return found < wanted.length || SAID.test(rest.charAt(0)) ? text : rest.replace(BETWEEN, '');
}
