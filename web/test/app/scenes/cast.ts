/* Who lives in the sample homes and what they want to buy, in the language that they speak. */
import { readDraft } from '../../../src/sync/draft.ts';

/* What was typed; `of`: a product is chosen for it, the first that this text finds. */
export interface Line {
    text: string;
    of?: string;
    note?: string;
}

export interface Cast {
    locale: string;
    joel: string;
    mara: string;
    lists: Record<'weekly' | 'party' | 'done' | 'garden' | 'old', string>;
    byJoel: Line[];
    byMara: Line[];
    inCart: Line[];
    party: Line[];
    garden: Line[];
    /* Bought before, and no more on the list. */
    before: string[];
}

export const english: Cast = {
    locale: 'en-IE',
    joel: 'Joel',
    mara: 'Mara',
    lists: { weekly: 'Weekly shop', party: 'Barbecue on Saturday', done: 'Chemist',
        garden: 'Garden centre', old: 'Easter' },
    byJoel: [
        { text: '1 kg Bananas', note: 'The green ones' }, { text: '1.5 kg Carrots' },
        { text: '4 l Milk' }, { text: '12 Eggs' }, { text: 'Butter' },
        { text: '2 Mature white cheddar' }, { text: 'Wholemeal bread' }, { text: '800 g Beef mince' },
        { text: '1 kg Chicken fillets' }, { text: '2 Spaghetti' }, { text: '4 Chopped tomatoes' },
        { text: 'Olive oil' }, { text: 'Ground coffee' }, { text: 'Grandma’s marinade' },
        { text: '2 Crisps' },
    ],
    byMara: [{ text: '1 kg Apples' }, { text: '1 kg Basmati rice' }],
    inCart: [{ text: 'Toilet tissue' }, { text: 'Dishwasher tablets' }, { text: '2 Laundry liquid' }],
    party: [
        { text: '2 Sausages' }, { text: '2 Bread rolls' }, { text: '3 Crisps' },
        { text: '2 Cola' }, { text: 'Ketchup' }, { text: 'Vanilla ice cream' },
    ],
    garden: [{ text: 'Lawn seed' }],
    before: ['Porridge oats', 'Frozen peas', 'Orange juice', 'Natural yogurt', 'Peanut butter'],
};

export const hebrew: Cast = {
    locale: 'he-IL',
    joel: 'יואל',
    mara: 'מאיה',
    lists: { weekly: 'הקנייה השבועית', party: 'מנגל בשבת', done: 'בית מרקחת', garden: 'משתלה',
        old: 'פסח' },
    byJoel: [
        { text: '1 ק"ג בננות', of: 'bananas', note: 'הירוקות' }, { text: '1 ק"ג גזר', of: 'carrots' },
        { text: '2 ליטר חלב', of: 'whole milk 2 l' }, { text: '12 ביצים', of: 'eggs' },
        { text: 'חמאה', of: 'butter' }, { text: '2 גבינה צהובה', of: 'mature white cheddar' },
        { text: 'לחם', of: 'wholemeal sliced bread' }, { text: '2 ספגטי', of: 'spaghetti' },
        { text: '4 עגבניות מרוסקות', of: 'chopped tomatoes' }, { text: 'שמן זית', of: 'olive oil' },
        { text: 'קפה', of: 'ground coffee' }, { text: 'מרינדה של סבתא' },
    ],
    byMara: [
        { text: '4 יוגורט תות', of: 'strawberry yogurt' }, { text: '1 ק"ג אורז', of: 'basmati rice' },
    ],
    inCart: [{ text: 'נייר טואלט', of: 'toilet tissue' }, { text: 'סבון כלים' }],
    party: [{ text: '3 חטיף תפוחי אדמה', of: 'crisps' }, { text: '2 קולה', of: 'cola' },
        { text: 'קטשופ', of: 'ketchup' }],
    garden: [{ text: 'זרעי דשא' }],
    before: ['שיבולת שועל', 'אפונה קפואה', 'מיץ תפוזים', 'יוגורט', 'חמאת בוטנים'],
};

export const draftOf = ({ text, note }: Line) => ({ ...readDraft(text), ...(note && { note }) });
