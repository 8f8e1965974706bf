/* The browser offers to install the app before anybody can be asked: the offer is kept until then. */
import { signal } from '@preact/signals';

export interface InstallOffer extends Event {
    prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

export const installOffer = signal<InstallOffer | null>(null);

addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    installOffer.value = event as InstallOffer;
});
