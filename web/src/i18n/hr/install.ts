import type { Widened } from '../messages.ts';
import type { install as english } from '../en/install.ts';

export const install: Widened<typeof english> = {
    title: 'Neka SmartCart bude pri ruci',
    about: 'S početnog zaslona otvara se odmah, a popisi ostaju na ovom uređaju.',
    byHand: 'Pritisni Podijeli, pa „Dodaj na početni zaslon”: popisi tada ostaju na ovom uređaju.',
    install: 'Instaliraj',
    notNow: 'Ne sada',
};
