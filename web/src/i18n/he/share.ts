import type { share as english } from '../en/share.ts';
import type { Widened } from '../messages.ts';

export const share: Widened<typeof english> = {
    others: 'רק מבוגרים במשק הבית של הרשימה משתפים אותה.',
    listTitle: 'רק הרשימה הזאת',
    list: 'מי שבידו הקישור פותח את הרשימה הזאת ושום דבר אחר שלך. לא צריך חשבון.',
    may: 'מה הקישור מאפשר',
    levels: { EDIT: 'צפייה ועריכה', READ: 'צפייה בלבד', MANAGE: 'הכול' },
    make: 'יצירת קישור',
    listLink: 'קישור לרשימה הזאת',
    until: (day) => `הוא פועל עד ${day}, ומוצג רק כאן.`,
    holding: 'קישורים פעילים',
    linkOf: (level, day) => `${level}, עד ${day}`,
    end: 'ביטול',
    ended: 'הקישור כבר לא מוביל לשום מקום',
    householdTitle: 'כל משק הבית שלך',
    household: 'מי שפותח את הקישור קונה איתך: כל הרשימות של משק הבית שלך הן גם שלו. לא צריך חשבון.',
    householdLink: 'קישור למשק הבית',
    more: 'מי איתך, ואילו קישורים פעילים:',
    overTitle: (name) => `הקישור אל ${name} כבר לא פעיל`,
    over: 'הרשימה כבר לא במכשיר הזה. אפשר לבקש קישור חדש ממי ששלח אותו.',
};
