import type { account as english } from '../en/account.ts';
import type { Widened } from '../messages.ts';
import { pluralOf } from '../plural.ts';

const plural = pluralOf('hr');

export const account: Widened<typeof english> = {
    signIn: 'Prijava',
    register: 'Novi račun',
    signInOrRegister: 'Prijava ili novi račun',
    forgot: 'Zaboravljena lozinka',
    signInAbout: 'Tvoji popisi i kućanstvo na svakom uređaju.',
    registerAbout: 'Besplatno. Za dijeljenje popisa i da ostanu ako se uređaj izgubi.',
    forgotAbout: 'Poslat ćemo ti poveznicu za odabir nove lozinke.',
    listsComeAlong: 'Popisi s ovog uređaja prelaze u tvoj račun.',
    email: 'E-pošta',
    password: 'Lozinka',
    newPassword: 'Nova lozinka',
    passwordHint: 'Najmanje 8 znakova.',
    name: 'Tvoje ime',
    nameHint: 'Tako te vide ostali u kućanstvu. Može ostati prazno.',
    sendLink: 'Pošalji mi poveznicu',
    signedIn: 'Prijava je uspjela. Tvoji popisi stižu.',
    isIn: 'Prijava je već tu',
    mailSent: 'Pogledaj svoju poštu',
    mailSentTo: (email) => `Na ${email} poslali smo poveznicu. Otvori je i još jednom upiši lozinku: račun je tada tvoj. Ako adresa već ima račun, to piše u poruci.`,
    resetSentTo: (email) => `Ako ${email} ima račun, poveznica za novu lozinku već putuje onamo.`,
    linkCut: 'Ova poveznica nije cijela',
    linkCutAbout: 'Otvori je ponovno iz poruke ili je cijelu kopiraj u adresnu traku.',
    links: {
        verify: {
            title: 'Još samo malo',
            about: 'Upiši odabranu lozinku: račun je tada tvoj.',
            button: 'Potvrdi račun',
            done: 'Dobro došli. Popisi su sada u tvojem računu.',
        },
        reset: {
            title: 'Odaberi novu lozinku',
            about: 'Time se odjavljuju svi drugi uređaji.',
            button: 'Spremi lozinku',
            done: 'Nova lozinka vrijedi. Prijava je uspjela.',
        },
        email: {
            title: 'Potvrdi adresu',
            about: 'Upiši lozinku: pošta otad stiže na novu adresu.',
            button: 'Potvrdi',
            done: 'Nova adresa vrijedi.',
        },
    },
    guestLink: {
        title: 'Podijeljeni popis',
        opening: 'Popis se otvara',
        over: {
            title: 'Ova poveznica ne vodi nikamo',
            about: 'Više ne vrijedi ili nije cijela. Za novu pitaj onoga tko ju je poslao.',
        },
        offline: {
            title: 'Nema signala',
            about: 'Za poveznicu je jednom potreban signal. Poslije je popis na ovom uređaju i bez njega.',
        },
        failed: {
            title: 'To nije uspjelo',
            about: 'Poveznica možda i dalje vrijedi: pokušaj ponovno za koji trenutak.',
        },
    },
    join: {
        title: 'Kupujte zajedno',
        about: 'Dobivaš pozivnicu u kućanstvo: njegovi su popisi i tvoji, a izmjene odmah vide svi.',
        button: 'Pridruži se kućanstvu',
        asGuest: 'Račun nije potreban. Popisi s ovog uređaja idu s tobom i ostali ih vide.',
        asAccount: (email) => `Pridružuješ se kao ${email}. Tvoji vlastiti popisi ostaju tvoji.`,
        signInFirst: 'Već imam račun',
        done: (name) => `Sada si u kućanstvu ${name}`,
    },
    failures: {
        offline: 'Nema signala: ništa nije promijenjeno. Pokušaj opet za koji trenutak.',
        often: (minutes) => plural(minutes, {
            one: 'Previše pokušaja. Pokušaj ponovno za # minutu.',
            few: 'Previše pokušaja. Pokušaj ponovno za # minute.',
            other: 'Previše pokušaja. Pokušaj ponovno za # minuta.',
        }),
        password: 'Adresa ili lozinka nije točna.',
        address: 'To nije adresa e-pošte.',
        short: 'Lozinka ima najmanje 8 znakova.',
        link: 'Ova je poveznica iskorištena ili prestara. Zatraži novu.',
        known: 'Ova adresa već ima račun: prijavi se.',
        over: 'Prijava je istekla. Prijavi se ponovno.',
        conflict: 'U tvojem kućanstvu ima i drugih: najprije ga predaj nekome.',
        full: 'U tvojem paketu nema mjesta za više.',
        forbidden: 'To više nije moguće ili nije tvoje pravo.',
        other: 'To nije uspjelo. Ništa nije promijenjeno.',
    },
};
