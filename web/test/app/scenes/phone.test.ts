/* Every screen and state of the app (all.ts), on a phone. */
import { SCENES } from './all.ts';
import { checkScene, onPhone } from './checks.ts';

for (const scene of SCENES)
    checkScene(scene.name, scene, { device: 'phone', theme: 'light', language: 'en-XA' }, onPhone);
