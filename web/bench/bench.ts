/* What the app's users feel, in figures (docs/measurements.md): ./dev bench web. A browser's own
   clocks on this machine: a busy one shows in them. */
import { chromium } from 'playwright-core';
import { LAUNCH } from '../test/app/helpers/chromium.ts';
import { startStack } from '../test/helpers/stack.ts';
import { measureLighthouse } from './lighthouse.ts';
import { measureInteractions } from './interactions.ts';

const stack = await startStack({ hasApp: true, hasDemo: true });
try {
    const browser = await chromium.launch(LAUNCH);
    await measureInteractions(browser, stack.url);
    await browser.close();
    await measureLighthouse(stack.url);
} finally {
    await stack.stop();
}
