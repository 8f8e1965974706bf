/*
 * Journeys: what people do with the app, in a real browser, by a real server with the sample world.
 * One server and one browser for all that a process runs; each phone is a browser context of its own,
 * so nobody sees what another keeps. What a page complains of fails its journey, and a journey that
 * fails leaves what its phones showed in var/app/.
 */
import { mkdirSync } from 'node:fs';
import { after, test } from 'node:test';
import {
    type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page,
} from 'playwright-core';
import { missing, ROOT, type Stack, startStack } from '../../helpers/stack.ts';
import { lackOfBrowser, LAUNCH, PHONE } from './chromium.ts';

const PICTURES = `${ROOT}var/app`;
const WORLD = { hasApp: true, hasDemo: true, isLimited: false }; // a robot is quicker than a plan allows
const STEP_MS = 40_000; // for whatever a step waits for, on a machine that is busy with others

/* A context and its first page. */
export interface Phone {
    context: BrowserContext;
    page: Page;
    /* Another tab of it. */
    tab(): Promise<Page>;
    setOnline(isOnline: boolean): Promise<void>;
    /* From now on this may be complained of: the journey brings it about. */
    allow(complaint: RegExp): void;
}

export interface Scene {
    stack: Stack;
    /* At the app's first page unless `path` says another; null: no page of the app yet. */
    phone(options?: BrowserContextOptions & { path?: string | null }): Promise<Phone>;
    /* A figure for docs/measurements.md. */
    tell(text: string): void;
}

interface Opened extends Phone {
    complaints: string[];
    close(): Promise<void>;
}

const lack = missing(WORLD) ?? lackOfBrowser();
let world: Promise<{ stack: Stack; browser: Browser }> | undefined;

async function startWorld(): Promise<{ stack: Stack; browser: Browser }> {
    const stack = await startStack(WORLD);
    try {
        return { stack, browser: await chromium.launch(LAUNCH) };
    } catch (error) {
        await stack.stop();
        throw error;
    }
}

after(async () => {
    const started = await world?.catch(() => undefined);
    await started?.browser.close();
    await started?.stack.stop();
});

/* Errors in a page's console are what the browser says of scripts, of what the CSP forbids, and of
   requests that failed. */
function watch(context: BrowserContext): Pick<Opened, 'complaints' | 'allow'> {
    const complaints: string[] = [];
    const allowed: RegExp[] = [];
    const complain = (text: string): void => {
        if (!allowed.some((one) => one.test(text)))
            complaints.push(text);
    };
    context.on('weberror', (error) => complain(error.error().stack || String(error.error())));
    context.on('console', (message) => {
        if (message.type() === 'error')
            complain(`${message.text()} (${message.location().url})`);
    });
    return { complaints, allow: (complaint) => void allowed.push(complaint) };
}

/* Who goes without a signal has opened the app before: its files are on the device. */
async function hasWorker(page: Page): Promise<void> {
    await page.evaluate(() => new Promise<void>((resolve) => {
        const worker = navigator.serviceWorker;
        worker.addEventListener('controllerchange', () => resolve());
        if (worker.controller !== null)
            resolve();
    }));
}

/* As when another app comes before it: headless pages are always to be seen. */
export async function setHidden(page: Page, isHidden: boolean): Promise<void> {
    await page.evaluate((state) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
        document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden ? 'hidden' : 'visible');
}

/* None of these operations, or none at all, reaches the server until the function that this returns is
   called. */
export async function hold(context: BrowserContext, ...only: { id: string }[]): Promise<() => void> {
    let letGo = (): void => undefined;
    const isLetGo = new Promise<void>((resolve) => { letGo = resolve; });
    await context.route('**/graphql', async (route) => {
        const { documentId } = route.request().postDataJSON() ?? {};
        if (only.length === 0 || only.some(({ id }) => id === documentId))
            await isLetGo;
        await route.fallback();
    });
    return letGo;
}

/* Of a context that is there; `path`: of its first page. */
export async function phoneOf(context: BrowserContext, origin: string,
    path: string | null): Promise<Opened> {
    context.setDefaultTimeout(STEP_MS);
    const { complaints, allow } = watch(context);
    const open = async (at: string | null): Promise<Page> => {
        const page = await context.newPage();
        if (at !== null)
            await page.goto(origin + at);
        return page;
    };
    return {
        context,
        page: await open(path),
        tab: () => open('/'),
        complaints,
        allow,
        async setOnline(isOnline) {
            allow(/net::ERR_(INTERNET_DISCONNECTED|FAILED|NETWORK_CHANGED)/);
            if (!isOnline)
                await Promise.all(context.pages().map(hasWorker));
            await context.setOffline(!isOnline);
        },
        close: () => context.close(),
    };
}

async function takePictures(phones: readonly Opened[], name: string): Promise<string[]> {
    mkdirSync(PICTURES, { recursive: true });
    const pages = phones.flatMap(({ context }) => context.pages());
    return Promise.all(pages.map(async (page, at) => {
        const path = `${PICTURES}/${name.replaceAll(/\W+/gu, '-')}-${at + 1}.png`;
        await page.screenshot({ path, timeout: STEP_MS }).catch(() => undefined);
        return path;
    }));
}

function check(phones: readonly Opened[]): void {
    const complaints = phones.flatMap((phone) => phone.complaints);
    if (complaints.length > 0)
        throw new Error(`a page complains: ${complaints.join('\n')}`);
}

/* A test by this name, with phones that are closed after it. */
export function journey(name: string, run: (scene: Scene) => Promise<void>): void {
    test(name, { skip: lack ?? false }, async (t) => {
        world ??= startWorld();
        const { stack, browser } = await world;
        const phones: Opened[] = [];
        try {
            await run({
                stack,
                tell: (text) => t.diagnostic(text),
                async phone({ path = '/', ...options } = {}) {
                    const context = await browser.newContext({ ...PHONE, ...options });
                    const phone = await phoneOf(context, stack.url, path);
                    phones.push(phone);
                    return phone;
                },
            });
            check(phones);
        } catch (error) {
            const pictures = await takePictures(phones, name);
            t.diagnostic(`what was shown: ${pictures.join(' ')}`);
            throw error;
        } finally {
            await Promise.all(phones.map((phone) => phone.close()));
        }
    });
}
