import type { Widened } from '../messages.ts';
import type { scan as english } from '../en/scan.ts';

export const scan: Widened<typeof english> = {
    title: 'Skeniraj barkod',
    about: 'Što skenirate bit će označeno ako je na popisu, a dodano ako nije. Slike ostaju na ovom uređaju.',
    start: 'Uključi kameru',
    starting: 'Kamera se pokreće',
    aim: 'Držite crte unutar okvira',
    picture: 'Što kamera vidi',
    light: 'Svjetlo',
    trouble: {
        none: 'Ovdje nema kamere koja se može upotrijebiti. Upišite broj ispod crta.',
        refused: 'Kamera nije dopuštena. Dopustite je za ovu stranicu u postavkama preglednika ili upišite broj ispod crta.',
        busy: 'Kameru koristi druga aplikacija. Zatvorite je i pokušajte ponovno ili upišite broj ispod crta.',
        unread: 'Skener se nije mogao učitati: prvi put treba vezu. Upišite broj ispod crta.',
    },
    again: 'Pokušaj ponovno',
    number: 'Broj ispod crta',
    numberHint: 'od 8 do 14 znamenki',
    enter: 'Potraži',
    wrong: 'Takav broj ne postoji. Pogledajte znamenke još jednom.',
    looking: 'Traži se',
    internal: 'Ovaj broj ima značenje samo u toj trgovini, kao na onome što je sama izvagala. Upišite što je to:',
    unknown: (code: string) => `${code} još nije poznat. Upišite što je to:`,
    offline: (code: string) => `${code} se bez veze ne može potražiti. Upišite što je to:`,
    name: 'Naziv',
    add: 'Dodaj na popis',
    added: (name: string) => `Na popisu je sada: ${name}`,
    inCartAlready: (name: string) => `Već je u košarici: ${name}`,
    note: (code: string) => `Barkod ${code}`,
};
