/* Several things at once, as they are said or pasted; each is read as if it had been typed. */
import type { ItemDraft } from '../sync/edits.ts';
import { readDraft } from '../sync/draft.ts';

const LINES_MOST = 100;
const LINE_LENGTH = 200;

/* Words that stand between two things. */
const BETWEEN: Record<string, RegExp> = {
    en: /\s(?:and|plus)\s/iu,
    hr: /\s(?:i|te|pa)\s/iu,
    he: /\s(?:וגם|ועוד)\s/u,
};
const VAV = 'ו'; // "and" in Hebrew, written with the next word
const WITH_VAV = /^ו(?:ניל|יטמין|ופל|ודקה|ודקא|יסקי|רד)/u; // of the word itself

/* What marks lines of lists and recipes: dashes, dots, boxes, and '1.' or '1)'. */
const MARK = /^(?:[-–—*•·‣▢☐☑✓✔]|\[[ x]?\]|\d{1,2}[.)](?=\s))\s*/iu;
const LINK = /\bhttps?:\/\/\S+/giu;

function drafts(lines: readonly string[]): ItemDraft[] {
    return lines.map((line) => line.trim()).filter((line) => /[\p{L}\p{N}]/u.test(line))
        .slice(0, LINES_MOST).map((line) => readDraft(line.slice(0, LINE_LENGTH)));
}

/* One a line; no headings ('For the sauce:') and no links. */
export function readLines(text: string): ItemDraft[] {
    return drafts(text.split(/\r?\n/).map((line) => line.replaceAll(LINK, '').trim())
        .filter((line) => !line.endsWith(':'))
        .map((line) => {
            let rest = line;
            while (MARK.test(rest)) // '- [ ] milk'
                rest = rest.replace(MARK, '');
            return rest;
        }));
}

function isNumber(word: string): boolean {
    return readDraft(`${word} x`).name === 'x';
}

function splitVav(part: string): string[] {
    const parts: string[][] = [[]];
    for (const word of part.split(/\s+/u)) {
        const isNext = word.startsWith(VAV) && word.length > 2 && parts.at(-1)!.length > 0 &&
            (isNumber(word.slice(1)) || !WITH_VAV.test(word));
        if (isNext)
            parts.push([word.slice(1)]);
        else
            parts.at(-1)!.push(word);
    }
    return parts.map((words) => words.join(' '));
}

/* 'two oat milk and a dozen eggs' is two. */
export function readSpoken(text: string, language: string): ItemDraft[] {
    const parts = text.split(/[,;.]\s+|[.\n]$/u)
        .flatMap((part) => part.split(BETWEEN[language] ?? BETWEEN.en!));
    return drafts(language === 'he' ? parts.flatMap(splitVav) : parts);
}
