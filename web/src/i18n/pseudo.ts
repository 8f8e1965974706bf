/* English that does not look like it and is a third longer: what stays plain was not translated,
   what is cut off has too little room. For tests: `?language=en-XA`. */
const ACCENTED: Record<string, string> = {
    a: 'á', c: 'ç', e: 'é', i: 'í', l: 'ł', n: 'ñ', o: 'ö', s: 'š', u: 'ü', y: 'ý', z: 'ž',
    A: 'Á', C: 'Ç', E: 'É', I: 'Í', L: 'Ł', N: 'Ñ', O: 'Ö', S: 'Š', U: 'Ü', Y: 'Ý', Z: 'Ž',
};

function pseudoText(text: string): string {
    const accented = [...text].map((letter) => ACCENTED[letter] ?? letter).join('');
    const more = '·'.repeat(Math.ceil(text.length / 3)).replaceAll(/.{8}(?=.)/gu, '$& ');
    return `[${accented}${more}]`;
}

type Sayer = (...given: unknown[]) => string;

const PLACE = 0xe000; // letters of no language

/* What is put into the text, a name or a figure, stays as it is. */
function around(say: Sayer, given: readonly unknown[]): string {
    const texts = given.map((one, at) => (typeof one === 'string'
        ? String.fromCodePoint(PLACE + at) : one));
    return given.reduce((text: string, one, at) => (typeof one === 'string'
        ? text.replaceAll(String.fromCodePoint(PLACE + at), one) : text), pseudoText(say(...texts)));
}

export function pseudo<Node>(node: Node): Node {
    if (typeof node === 'string')
        return pseudoText(node) as Node;
    if (typeof node === 'function')
        return ((...given: unknown[]) => around(node as Sayer, given)) as Node;
    return Object.fromEntries(Object.entries(node as object)
        .map(([key, inner]) => [key, pseudo(inner)])) as Node;
}
