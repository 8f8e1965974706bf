/* The scanner in a real browser: bars before a camera that is fed from a file, and without one. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openScanner, scan, someProduct, withCamera } from './helpers/camera.ts';
import { addItems, tickOf } from './helpers/list.ts';
import { journey } from './helpers/scene.ts';

async function typeNumber(page: Page, digits: string): Promise<void> {
    await page.getByLabel('Number under the bars').fill(digits);
    await page.getByRole('button', { name: 'Look it up' }).click();
}

journey('bars before the camera: put on the list, ticked the next time, without a signal too',
    async (scene) => {
        const { ean13, name } = someProduct(scene);
        await withCamera(scene, ean13, async ({ page, setOnline }) => {
            await addItems(page, 'butter');
            await scan(page);
            await page.getByText(`${name} is on the list now`).waitFor();
            await page.keyboard.press('Escape');
            await page.getByRole('dialog').waitFor({ state: 'detached' });
            assert.equal(await tickOf(page, name).isChecked(), false);
            await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
            await scan(page); // by the worker, which keeps the reader
            await page.getByText(`${name} is in the cart`).first().waitFor();
            await page.getByRole('button', { name: 'Undo' }).click();
            await page.keyboard.press('Escape');
            await setOnline(false);
            await page.reload();
            await scan(page);
            await page.getByText(`${name} is in the cart`).first().waitFor();
            await page.keyboard.press('Escape');
            assert.equal(await tickOf(page, name).isChecked(), true);
        });
    });

journey('no camera: the number is typed, checked, and what nobody knows is named', async (scene) => {
    const { ean13, name } = someProduct(scene);
    const { page } = await scene.phone();
    await openScanner(page);
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')),
        'Scan a barcode');
    await openScanner(page);
    await page.getByRole('button', { name: 'Turn the camera on' }).click();
    await page.getByRole('alert').getByText(/Type the number|type the number/).waitFor();
    await typeNumber(page, `${ean13.slice(0, 12)}${(Number(ean13[12]) + 1) % 10}`);
    await page.getByText('There is no such number.').waitFor();
    await typeNumber(page, ean13);
    await page.getByText(`${name} is on the list now`).waitFor();
    await typeNumber(page, '4006381333931');
    await page.getByText('4006381333931 is not known yet. Type what it is:').waitFor();
    await page.getByLabel('Name').fill('2 pens');
    await page.getByRole('button', { name: 'Add to the list' }).click();
    await page.getByText('pens is on the list now').waitFor();
    await typeNumber(page, '4006381333931'); // by what was noted with it
    await page.getByText('pens is in the cart').waitFor();
});
