import type { review as english } from '../en/review.ts';
import type { Widened } from '../messages.ts';
import { pluralOf } from '../plural.ts';

const plural = pluralOf('hr');

export const review: Widened<typeof english> = {
    title: 'Dodati ovo?',
    nothing: 'U tome nema ničega za popis.',
    list: 'Popis',
    lines: 'Što se dodaje',
    add: (n: number) => plural(n, { one: 'Dodaj # stavku', few: 'Dodaj # stavke',
        other: 'Dodaj # stavki' }),
    added: (n: number) => plural(n, { one: 'Dodana # stavka', few: 'Dodane # stavke',
        other: 'Dodano # stavki' }),
    notice: 'Preglednik može poslati ono što kažete usluzi svojeg proizvođača koja to pretvara u tekst. Mi dobivamo samo tekst.',
    start: 'Počni slušati',
    listening: 'Slušam. Recite, na primjer, „dva zobena mlijeka i tucet jaja”.',
    stop: 'Prestani slušati',
    more: 'Reci ponovno',
    trouble: {
        refused: 'Mikrofon nije dopušten. Dopustite ga za ovu stranicu u postavkama preglednika ili upišite.',
        offline: 'Pregledniku treba veza da bi razumio govor. Upišite umjesto toga.',
        silent: 'Ništa se nije čulo. Pokušajte ponovno ili upišite.',
        other: 'Govor upravo nije radio. Pokušajte ponovno ili upišite.',
    },
};
