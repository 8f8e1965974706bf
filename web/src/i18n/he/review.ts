import type { review as english } from '../en/review.ts';
import type { Widened } from '../messages.ts';
import { pluralOf } from '../plural.ts';

const plural = pluralOf('he');

export const review: Widened<typeof english> = {
    title: 'להוסיף את אלה?',
    nothing: 'אין כאן שום דבר שמתאים לרשימה.',
    list: 'רשימה',
    lines: 'מה יתווסף',
    add: (n: number) => plural(n, { one: 'הוספת פריט אחד', two: 'הוספת שני פריטים',
        other: 'הוספת # פריטים' }),
    added: (n: number) => plural(n, { one: 'פריט אחד נוסף', two: 'שני פריטים נוספו',
        other: '# פריטים נוספו' }),
    notice: 'ייתכן שהדפדפן ישלח את מה שתגידו לשירות של היצרן שלו כדי להפוך אותו לטקסט. אלינו מגיע רק הטקסט.',
    start: 'להתחיל להקשיב',
    listening: 'מקשיבים. אפשר להגיד למשל „שני חלב ותריסר ביצים”.',
    stop: 'להפסיק להקשיב',
    more: 'להגיד שוב',
    trouble: {
        refused: 'אין הרשאה למיקרופון. אפשר לאשר אותו לדף הזה בהגדרות הדפדפן, או להקליד.',
        offline: 'הדפדפן צריך חיבור כדי להבין דיבור. אפשר להקליד במקום.',
        silent: 'לא נשמע כלום. נסו שוב, או הקלידו.',
        other: 'זיהוי הדיבור לא עבד כרגע. נסו שוב, או הקלידו.',
    },
};
