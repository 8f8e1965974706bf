/* On the home screen: how much is still to get of the list that was open last. */
import { effect } from '@preact/signals';
import { lastList } from '../lists/last.ts';

if ('setAppBadge' in navigator && matchMedia('(display-mode: standalone)').matches)
    effect(() => {
        const toGet = lastList()?.openCount ?? 0;
        const done = toGet > 0 ? navigator.setAppBadge(toGet) : navigator.clearAppBadge();
        void done.catch(() => undefined);
    });
