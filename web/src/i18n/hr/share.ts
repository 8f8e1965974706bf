import type { share as english } from '../en/share.ts';
import type { Widened } from '../messages.ts';

export const share: Widened<typeof english> = {
    others: 'Ovaj popis dijele samo odrasli iz njegova kućanstva.',
    listTitle: 'Samo ovaj popis',
    list: 'Tko ima poveznicu otvara ovaj popis i ništa drugo tvoje. Račun nije potreban.',
    may: 'Što poveznica dopušta',
    levels: { EDIT: 'Gledanje i mijenjanje', READ: 'Samo gledanje', MANAGE: 'Sve' },
    make: 'Napravi poveznicu',
    listLink: 'Poveznica na ovaj popis',
    until: (day) => `Vrijedi do ${day}. Prikazuje se samo ovdje.`,
    holding: 'Poveznice koje vrijede',
    linkOf: (level, day) => `${level}, do ${day}`,
    end: 'Ukini',
    ended: 'Poveznica više ne vrijedi',
    householdTitle: 'Cijelo tvoje kućanstvo',
    household: 'Tko otvori ovu poveznicu kupuje s tobom: svi popisi tvojeg kućanstva i njegovi su. Račun nije potreban.',
    householdLink: 'Poveznica za kućanstvo',
    more: 'Tko je s tobom i koje poveznice vrijede:',
    overTitle: (name) => `Poveznica na popis ${name} više ne vrijedi`,
    over: 'Popisa više nema na ovom uređaju. Za novu poveznicu pitaj onoga tko ju je poslao.',
};
