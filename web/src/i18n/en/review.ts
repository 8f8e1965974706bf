import { pluralOf } from '../plural.ts';

const plural = pluralOf('en');

export const review = {
    title: 'Add these?',
    nothing: 'There is nothing in it that could go on a list.',
    list: 'List',
    lines: 'What is added',
    add: (n: number) => plural(n, { one: 'Add # item', other: 'Add # items' }),
    added: (n: number) => plural(n, { one: '# item added', other: '# items added' }),
    notice: 'Your browser may send what you say to its maker’s service to turn it into text. We get the text alone.',
    start: 'Start listening',
    listening: 'Listening. Say it like “two oat milk and a dozen eggs”.',
    stop: 'Stop listening',
    more: 'Say it again',
    trouble: {
        refused: 'The microphone is not allowed. Allow it for this page in the browser’s settings, or type instead.',
        offline: 'Your browser needs a signal to understand speech. Type instead.',
        silent: 'Nothing was heard. Try again, or type instead.',
        other: 'Speech did not work just now. Try again, or type instead.',
    },
};
