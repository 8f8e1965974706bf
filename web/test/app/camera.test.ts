/* The camera itself: refused and allowed after all, its light, and the browser's own reader of bars. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openScanner, REFUSED, scan, someProduct, withCamera } from './helpers/camera.ts';
import { journey, setHidden } from './helpers/scene.ts';

/* In the page: whether its light was wanted, by turns. */
type WithLights = typeof globalThis & { lights: unknown[] };

/* In the page, before its scripts: a camera with a light, that burns or does not. */
function giveLight(burns: boolean): void {
    const lights: unknown[] = [];
    Object.assign(globalThis, { lights });
    MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true } as MediaTrackCapabilities);
    MediaStreamTrack.prototype.applyConstraints = async (wanted) => {
        lights.push(wanted?.advanced);
        if (!burns)
            throw new DOMException('', 'InvalidAccessError');
    };
}

/* In the page, before its scripts: it reads this number of bars of these formats. */
function giveReader([code, ...formats]: string[]): void {
    Object.assign(globalThis, { BarcodeDetector: class {
        static getSupportedFormats(): Promise<string[]> {
            return Promise.resolve(formats);
        }

        detect(): Promise<object[]> {
            return Promise.resolve([{ rawValue: code }]);
        }
    } });
}

/* What is fetched of our reader from now on. */
function readersOf(page: Page): string[] {
    const fetched: string[] = [];
    page.on('request', (request) => {
        if (request.url().includes('zxing'))
            fetched.push(request.url());
    });
    return fetched;
}

const EAN_UPC = ['ean_13', 'ean_8', 'upc_a', 'upc_e'];

journey('the camera is refused: said, and tried again once it is allowed', async (scene) => {
    const { ean13, name } = someProduct(scene);
    await withCamera(scene, ean13, async ({ page, context }) => {
        await scan(page);
        await page.getByRole('alert').getByText('The camera is not allowed.').waitFor();
        await context.grantPermissions(['camera']);
        await page.getByRole('button', { name: 'Try again' }).click();
        await page.getByText(`${name} is on the list now`).waitFor();
        assert.equal(await page.getByRole('alert').count(), 0);
        assert.equal(await page.getByRole('button', { name: 'Light' }).count(), 0); // it has none
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await openScanner(page); // it was let: nobody is asked again
        await page.getByText('Hold the bars into the frame').waitFor();
    }, { asked: REFUSED });
});

journey('the light is switched on and off', async (scene) => {
    await withCamera(scene, someProduct(scene).ean13, async ({ page }) => {
        await scan(page);
        const light = page.getByRole('button', { name: 'Light' });
        await light.click();
        assert.equal(await light.getAttribute('aria-pressed'), 'true');
        await light.click();
        assert.equal(await light.getAttribute('aria-pressed'), 'false');
        assert.deepEqual(await page.evaluate(() => (globalThis as WithLights).lights),
            [[{ torch: true }], [{ torch: false }]]);
    }, { before: (context) => context.addInitScript(giveLight, true) });
});

journey('a light that has gone out with a hidden page is not shown as on', async (scene) => {
    await withCamera(scene, someProduct(scene).ean13, async ({ page }) => {
        await scan(page);
        await page.getByRole('button', { name: 'Light', pressed: false }).click();
        await page.getByRole('button', { name: 'Light', pressed: true }).waitFor();
        await setHidden(page, true);
        await page.getByRole('button', { name: 'Light' }).waitFor({ state: 'detached' });
        await setHidden(page, false);
        await page.getByRole('button', { name: 'Light', pressed: false }).waitFor();
    }, { before: (context) => context.addInitScript(giveLight, true) });
});

journey('a light that does not burn is not shown as on', async (scene) => {
    await withCamera(scene, someProduct(scene).ean13, async ({ page }) => {
        await scan(page);
        await page.getByRole('button', { name: 'Light', pressed: false }).click();
        await page.waitForFunction(() => (globalThis as WithLights).lights.length === 1);
        await page.getByRole('button', { name: 'Light', pressed: false }).waitFor();
    }, { before: (context) => context.addInitScript(giveLight, false) });
});

journey('the browser that reads bars itself is asked, and our reader is not fetched', async (scene) => {
    const { ean13, name } = someProduct(scene);
    await withCamera(scene, '4006381333931', async ({ page }) => {
        const ours = readersOf(page);
        await scan(page);
        await page.getByText(`${name} is on the list now`).waitFor();
        assert.deepEqual(ours, []);
    }, { before: (context) => context.addInitScript(giveReader, [ean13, ...EAN_UPC]) });
});

journey('one that reads other bars alone is not asked', async (scene) => {
    const { ean13, name } = someProduct(scene);
    await withCamera(scene, ean13, async ({ page }) => {
        const ours = readersOf(page);
        await scan(page);
        await page.getByText(`${name} is on the list now`).waitFor();
        assert.notDeepEqual(ours, []);
    }, { before: (context) => context.addInitScript(giveReader, ['4006381333931', 'qr_code']) });
});
