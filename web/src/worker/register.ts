/* The worker's start, and when a new one takes over: out of sight, and never when that would disturb. */
import { scriptUrl } from '../trusted.ts';

const LOOK_AGAIN_MS = 3_600_000; // an installed app may stay open for days
/* A page that is left or reloaded is hidden too, but not for so long: a worker that took over then
   would not have the files of the page that the old one is just giving out. */
const HIDDEN_MS = 1000;

/* `mayReload`: nothing is going on that a reload would break off. */
export function startWorker(mayReload: () => boolean): void {
    if (!('serviceWorker' in navigator))
        return;
    const container = navigator.serviceWorker;
    let isTaking = false;
    let lookedAt = performance.now();

    function takeUpdate(registration: ServiceWorkerRegistration): void {
        if (registration.waiting === null || document.visibilityState !== 'hidden' || !mayReload())
            return;
        isTaking = true;
        registration.waiting.postMessage({ type: 'SKIP_WAITING' });
    }

    function lookForUpdate(registration: ServiceWorkerRegistration): void {
        if (performance.now() - lookedAt < LOOK_AGAIN_MS)
            return;
        lookedAt = performance.now();
        registration.update().catch(() => undefined); // without a signal: later
    }

    container.addEventListener('controllerchange', () => {
        if (isTaking) // else it is the first worker of all
            location.reload();
    });
    container.register(scriptUrl('/sw.js')).then((registration) => {
        document.addEventListener('visibilitychange', () => {
            if (document.visibilityState === 'hidden')
                setTimeout(takeUpdate, HIDDEN_MS, registration);
            else
                lookForUpdate(registration);
        });
    }, (error: unknown) => console.warn('no worker: the app needs a signal to open', error));
}
