import type { Widened } from '../messages.ts';
import type { install as english } from '../en/install.ts';

export const install: Widened<typeof english> = {
    title: 'SmartCart תמיד בהישג יד',
    about: 'ממסך הבית הוא נפתח מיד, והרשימות נשארות במכשיר.',
    byHand: 'לוחצים על שיתוף ואז על „הוספה למסך הבית”: הרשימות נשארות במכשיר.',
    install: 'התקנה',
    notNow: 'לא עכשיו',
};
