/*
 * Where scenes are shown: a server with the sample world, and one browser. Each kind of person has a
 * device of each size that stays what it is from scene to scene, as a shopper's does.
 *
 * Nothing moves (reduced motion), and nothing passes by itself: timers of two seconds and more do not
 * run out, so a toast stays, and what waits for the network waits on.
 */
import { mkdirSync } from 'node:fs';
import {
    type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page,
} from 'playwright-core';
import { guest, signIn } from '../../../src/api/session.graphql.ts';
import { ROOT, startStack, type Stack } from '../../helpers/stack.ts';
import { LAUNCH, PHONE } from '../helpers/chromium.ts';
import { enter } from './acts.ts';
import { type Cast, english, hebrew } from './cast.ts';
import type { Scene, Who } from './scene.ts';
import { fillGuest, type Home, makeHome, PASSWORD } from './world.ts';

export type Language = 'en' | 'hr' | 'he' | 'en-XA';
export type Device = 'phone' | 'desktop';
export type Theme = 'light' | 'dark';

export interface View {
    language: Language;
    device: Device;
    theme: Theme;
}

/* A scene on the screen. */
export interface Shown {
    page: Page;
    home: Home;
    /* What the browser has complained of so far, and what has moved. */
    faults: string[];
    /* Takes back what the scene did, and closes its page. */
    close(): Promise<void>;
}

export interface Stage {
    show(scene: Scene, view: View): Promise<Shown>;
    close(): Promise<void>;
}

export const SIZES: Record<Device, { width: number; height: number }> = {
    phone: { width: 390, height: 844 },
    desktop: { width: 1280, height: 800 },
};
const DESKTOP: BrowserContextOptions = { ...PHONE, viewport: SIZES.desktop, hasTouch: false,
    isMobile: false };
const LOCALES: Record<Language, string> = { 'en': 'en-IE', 'en-XA': 'en-IE', 'hr': 'hr-HR',
    'he': 'he-IL' };
const WAIT_MS = 30_000; // on a machine that is busy with others
const FAILED = `${ROOT}var/app`;
/* A device's token is good for ten minutes; the app then fetches the next, which nobody sees. */
const RENEWED = /status of 401/;

/* In the page, before any script of it. */
function hold(): void {
    const PASSES_MS = 2000;
    const { setTimeout } = globalThis;
    globalThis.setTimeout = ((run: TimerHandler, ms = 0, ...given: unknown[]) =>
        (ms >= PASSES_MS ? 0 : setTimeout(run, ms, ...given))) as typeof globalThis.setTimeout;
    const moved: string[] = [];
    Object.assign(globalThis, { moved });
    const takesTime = (element: Element): boolean => element.getAnimations({ subtree: true })
        .some(({ effect }) => Number(effect?.getComputedTiming().duration) > 0);
    for (const kind of ['transitionrun', 'animationstart'])
        document.addEventListener(kind, ({ target }) => {
            if (takesTime(target as Element))
                moved.push(`moves: ${(target as Element).className}`);
        }, true);
}

/* The list that was open last: whatever the scenes before have opened. */
function openLast(listId: string): void {
    localStorage.setItem('smartcart-list', listId);
}

interface Kept {
    context: BrowserContext;
    home: Home;
}

async function call(context: BrowserContext, url: string, { id }: { id: string },
    variables: object): Promise<void> {
    const answer = await context.request.post(`${url}/graphql`, {
        headers: { 'SmartCart-Tokens': 'cookie' }, data: { documentId: id, variables } });
    const { errors } = await answer.json() as { errors?: unknown };
    if (errors !== undefined)
        throw new Error(`signing in: ${JSON.stringify(errors)}`);
}

export async function openStage(): Promise<Stage> {
    const stack = await startStack({ hasApp: true, hasDemo: true, isLimited: false });
    stack.sql('analyze'); // as autovacuum has done wherever the catalogue is a minute old
    let browser: Browser;
    try {
        browser = await chromium.launch(LAUNCH);
    } catch (error) {
        await stack.stop();
        throw error;
    }
    const homes = new Map<Cast, Promise<Home>>();
    const homeOf = (cast: Cast): Promise<Home> => {
        const home = homes.get(cast) ?? makeHome(stack, cast === hebrew ? 'he' : 'en', cast);
        homes.set(cast, home);
        return home;
    };
    const devices = new Map<string, Promise<Kept>>();

    async function openDevice(who: Who, { language, device }: View): Promise<Kept> {
        const cast = language === 'he' ? hebrew : english;
        const context = await browser.newContext({ ...(device === 'phone' ? PHONE : DESKTOP),
            locale: LOCALES[language], reducedMotion: 'reduce' });
        context.setDefaultTimeout(WAIT_MS);
        await context.addInitScript(hold);
        const home = await homeOf(cast);
        await signInAs(who, stack, context, cast, home);
        if (who === 'account')
            await fetchLists(context, stack.url, Object.keys(home.lists).length);
        return { context, home };
    }

    function deviceOf(who: Who, view: View): Promise<Kept> {
        if (who === 'nobody')
            return openDevice(who, view);
        const key = `${who} ${view.language} ${view.device}`;
        const found = devices.get(key) ?? openDevice(who, view);
        devices.set(key, found);
        return found;
    }
    return {
        async show(scene, view) {
            const who = scene.who ?? 'account';
            return play(scene, view, stack.url, await deviceOf(who, view), who === 'nobody');
        },
        async close() {
            await browser.close();
            await stack.stop();
        },
    };
}

async function signInAs(who: Who, { url, ...stack }: Stack, context: BrowserContext, cast: Cast,
    { email }: Home): Promise<void> {
    if (who === 'nobody')
        return;
    if (who === 'account')
        return call(context, url, signIn, { email, password: PASSWORD });
    await call(context, url, guest, { country: 'IE', locale: cast.locale });
    const cookies = (await context.cookies()).map(({ name, value }) => [name, value] as const);
    await fillGuest({ url, ...stack }, new Map(cookies), cast, who === 'leaver');
}

/* So that the device has what it is to show. */
async function fetchLists(context: BrowserContext, url: string, count: number): Promise<void> {
    const page = await context.newPage();
    await page.goto(url);
    await page.locator('.list-name').click();
    await page.locator('.switcher-line').nth(count - 1).waitFor();
    await page.close();
}

async function play(scene: Scene, { language, theme }: View, url: string, { context, home }: Kept,
    isOnce: boolean): Promise<Shown> {
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error.stack ?? error)));
    page.on('console', (message) => {
        const text = message.text();
        if (message.type() === 'error' && !RENEWED.test(text) && !scene.allow?.test(text))
            faults.push(text);
    });
    const close = async (): Promise<void> => {
        await scene.after?.(page);
        await context.setOffline(false);
        await (isOnce ? context : page).close();
    };
    try {
        await page.emulateMedia({ colorScheme: theme });
        await page.addInitScript(openLast, home.lists.weekly);
        await scene.before?.(page);
        const path = typeof scene.path === 'string' ? scene.path : scene.path(home);
        const { href } = new URL(path, url);
        const [before, hash = ''] = href.split('#');
        await page.goto(`${before}${before!.includes('?') ? '&' : '?'}language=${language}#${hash}`);
        await page.locator(scene.ready).first().waitFor();
        await scene.act?.(page, home);
        if (scene.opens !== undefined)
            await enter(page, scene.opens);
        await page.locator(scene.seen).first().waitFor();
        await page.evaluate(() => document.fonts.ready.then(() => undefined));
        return { page, home, faults, close };
    } catch (error) {
        mkdirSync(FAILED, { recursive: true });
        await page.screenshot({ path: `${FAILED}/${scene.name}.png` }).catch(() => undefined);
        await close().catch(() => undefined);
        throw new Error([`${scene.name}: ${FAILED}/${scene.name}.png shows it`, error, ...faults]
            .join('\n'));
    }
}

/* What has moved so far, though nothing is to. */
export const movedOn = (page: Page): Promise<string[]> =>
    page.evaluate(() => [...new Set((globalThis as { moved?: string[] }).moved)]);
