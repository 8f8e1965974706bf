/* The main screens on a desktop, and from right to left. */
import { SCENES } from './all.ts';
import { checkScene, elsewhere } from './checks.ts';

for (const scene of SCENES.filter(({ isMain }) => isMain)) {
    checkScene(`${scene.name}, on a desktop`, scene,
        { device: 'desktop', theme: 'light', language: 'en' }, elsewhere);
    checkScene(`${scene.name}, in Hebrew`, scene,
        { device: 'phone', theme: 'light', language: 'he' }, elsewhere);
}
