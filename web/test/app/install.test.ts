/* The app as one that is installed: what browsers ask of it, and how a new build takes over. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { addField, addItems, tickOf, untilKept, untilNamed, untilSent } from './helpers/list.ts';
import { INSECURE_HOST, LAUNCH, PHONE } from './helpers/chromium.ts';
import { common } from '../../src/i18n/en/common.ts';
import { journey, setHidden } from './helpers/scene.ts';
import { BUILT_APP } from '../helpers/stack.ts';
import { until } from '../helpers/until.ts';

const temporary = (): string => mkdtempSync('/tmp/smartcart-app-');

journey('a browser finds nothing against installing it', async ({ stack }) => {
    const folder = temporary(); // contexts of their own are incognito, where nothing is installed
    const context = await chromium.launchPersistentContext(folder, { ...LAUNCH, ...PHONE });
    try {
        const page = context.pages()[0]!;
        await page.goto(stack.url);
        await untilKept(page);
        const cdp = await context.newCDPSession(page);
        const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
        assert.deepEqual(installabilityErrors, []);
        const { errors, data } = await cdp.send('Page.getAppManifest');
        assert.deepEqual(errors, []);
        assert.equal((JSON.parse(data!) as { name: string }).name, 'SmartCart');
    } finally {
        await context.close();
        rmSync(folder, { recursive: true });
    }
});

journey('lists work where a page is not secure, as on a home’s own network', async ({ stack, phone }) => {
    const { page, allow } = await phone();
    allow(/Cross-Origin-Opener-Policy header has been ignored/);
    const url = new URL(stack.url);
    url.hostname = INSECURE_HOST;
    await page.goto(url.href);
    assert.equal(await page.evaluate(() => isSecureContext), false);
    await addItems(page, 'milk');
    await untilSent(page);
    await page.reload();
    await untilNamed(page, ['milk']);
    await page.getByRole('button', { name: 'Share the list' }).click();
    await page.getByRole('button', { name: 'Make a link' }).first().click();
    await page.getByRole('button', { name: 'Copy link' }).first().click();
    await page.getByText(common.notCopied).waitFor();
});

/* A build that differs by its page: `name` can be read in it. */
function build(name: string): string {
    const app = `${temporary()}/dist`;
    const page = `${app}/public/index.html`;
    const worker = `${app}/public/sw.js`;
    cpSync(BUILT_APP, app, { recursive: true });
    for (const file of [page, worker])
        for (const end of ['br', 'gz'])
            rmSync(`${file}.${end}`, { force: true });
    writeFileSync(page, readFileSync(page, 'utf8')
        .replace('<title>', `<meta name="build" content="${name}"><title>`));
    writeFileSync(worker, readFileSync(worker, 'utf8')
        .replace(/("\/index\.html","revision":")\w+/, `$1${name}`));
    return app;
}

const buildOf = (page: Page): Promise<string | null> => page.evaluate(() =>
    document.querySelector<HTMLMetaElement>('meta[name=build]')?.content ?? null);

const hasWaiting = (page: Page): Promise<boolean> => page.evaluate(async () =>
    (await navigator.serviceWorker.ready).waiting !== null);

journey('a new build takes over out of sight, and never from under a hand', async ({ stack, phone }) => {
    const builds = ['one', 'two', 'three'].map(build);
    let server = await stack.serve(builds[0]!);
    const { page: first, context, allow } = await phone({ path: null });
    allow(/net::ERR_/); // a stream that ends with its server
    const { url } = server;
    const replace = async (app: string): Promise<void> => {
        await server.stop();
        server = await stack.serve(app, Number(new URL(url).port));
    };
    try {
        await first.goto(url);
        await untilKept(first);
        await addItems(first, 'milk');

        await replace(builds[1]!);
        await first.reload();
        assert.equal(await buildOf(first), 'one');
        await until('the new worker waits', () => hasWaiting(first));
        await addField(first).fill('egg');
        await setHidden(first, true);
        await until('a second has passed', () => first.evaluate(() =>
            new Promise((resolve) => setTimeout(resolve, 1500, true))));
        assert.equal(await buildOf(first), 'one'); // something is typed
        await setHidden(first, false);
        await addField(first).fill('');
        await setHidden(first, true);
        await until('the new build is there', async () =>
            await buildOf(first).catch(() => null) === 'two');
        await tickOf(first, 'milk').waitFor();

        await replace(builds[2]!);
        await first.reload();
        await until('the third worker waits', () => hasWaiting(first));
        await first.close();
        let next = first;
        await until('a later visit has it', async () => { // one at once may still be the old one's
            await next.close();
            next = await context.newPage();
            await next.goto(url);
            return await buildOf(next) === 'three';
        });
        await untilNamed(next, ['milk']);
    } finally {
        await server.stop();
        builds.forEach((app) => rmSync(app.replace(/dist$/, ''), { recursive: true }));
    }
});
