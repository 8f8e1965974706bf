/* A camera that sees bars, from a file, and the scanner before it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { drawEan13, y4mOf } from '../../helpers/bars.ts';
import { LAUNCH, PHONE } from './chromium.ts';
import { phoneOf, type Phone, type Scene } from './scene.ts';

export const openScanner = (page: Page): Promise<void> =>
    page.getByRole('button', { name: 'Scan a barcode' }).click();

/* Nobody is asked for the camera before this press. */
export async function scan(page: Page): Promise<void> {
    await openScanner(page);
    await page.getByRole('button', { name: 'Turn the camera on' }).click();
}

export const ALLOWED = '--use-fake-ui-for-media-stream';
export const REFUSED = '--deny-permission-prompts';

/* A phone whose camera sees these bars. `asked`: what comes of the browser's own question;
   `before`: what is to be in its pages before their scripts. */
export async function withCamera(scene: Scene, ean13: string, run: (phone: Phone) => Promise<void>,
    { asked = ALLOWED, before }: { asked?: string;
        before?: (context: BrowserContext) => Promise<unknown> } = {}): Promise<void> {
    const folder = mkdtempSync(`${tmpdir()}/smartcart-camera-`);
    const file = `${folder}/bars.y4m`;
    writeFileSync(file, y4mOf(drawEan13(ean13)));
    const browser = await chromium.launch({ ...LAUNCH, args: [...LAUNCH.args!, asked,
        '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`] });
    try {
        const context = await browser.newContext(PHONE);
        await before?.(context);
        const phone = await phoneOf(context, scene.stack.url, '/');
        await run(phone);
        assert.deepEqual(phone.complaints, []);
    } finally {
        await browser.close();
        rmSync(folder, { recursive: true });
    }
}

/* A product of the sample world that has bars of thirteen digits. */
export function someProduct(scene: Scene): { ean13: string; name: string } {
    const [gtin, name] = scene.stack.sql(`select gtin, name from retail.product
        where gtin between 1000000000000 and 9999999999999 order by id limit 1`).split('|');
    return { ean13: gtin!, name: name! };
}
