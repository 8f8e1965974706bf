// shots.mjs [--only NAME] [--axe] - pictures of the app's screens into ../var/shots.
//
// Builds nothing: serves dist/public (npx vite build) on a free port, with no API behind it, seeds
// lists through the app's own store, and takes each state at 390x844 and 1280x800, light and dark,
// and in Hebrew. --axe: also looks for what WCAG 2.2 AA forbids, and fails on any.
import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { argv, exit } from 'node:process';
import { chromium } from 'playwright-core';

const ROOT = new URL('../dist/public', import.meta.url).pathname;
const OUT = new URL('../../var/shots', import.meta.url).pathname;
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css',
    '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.webmanifest': 'application/manifest+json' };
const CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
    "img-src 'self' https: data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; " +
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; " +
    "require-trusted-types-for 'script'; trusted-types smartcart";
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const file = extname(path) === '' ? '/index.html' : path;
    if (path === '/graphql') {
        response.writeHead(503, { 'content-type': 'application/json' }).end('{}');
        return;
    }
    if (!existsSync(join(ROOT, file))) {
        response.writeHead(404).end();
        return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': CSP }).end(readFileSync(join(ROOT, file)));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;

const WEEK = {
    en: ['6 bananas', '2 baby spinach', '4 avocados', '5 limes', '2 oat milk, unsweetened',
        '12 eggs, free range', '1 kg Greek yogurt', '3 spaghetti', '4 chopped tomatoes',
        '750 ml olive oil', 'Grandma’s marinade', 'Sourdough loaf', 'Butter', '500 g coffee beans'],
    hr: ['6 banana', '2 mladi špinat', '4 avokada', '2 l mlijeka', '12 jaja', '1 kg jogurta',
        '3 špageta', '50 dag brašna', 'Maslinovo ulje', 'Bakina marinada', 'Kruh', 'Maslac', 'Kava'],
    he: ['6 בננות', '2 תרד טרי', '4 אבוקדו', '2 ליטר חלב', '12 ביצים', '1 ק"ג יוגורט', '3 ספגטי',
        '4 עגבניות', 'שמן זית', 'מרינדה של סבתא', 'לחם מחמצת', 'חמאה', 'קפה'],
};

async function fill(page, language) {
    await page.locator('.add input').waitFor();
    for (const text of WEEK[language] ?? WEEK.en) {
        await page.locator('.add input').fill(text);
        await page.keyboard.press('Enter');
    }
    await page.keyboard.press('Escape');
}

async function tickLast(page, count) {
    for (const name of (WEEK[page.language] ?? WEEK.en).slice(-count))
        await page.getByRole('checkbox', { name: name.replace(/^\d+ (g |kg |ml |ליטר )?/u, '') })
            .first().click();
    await page.waitForTimeout(1200);
}

async function tickAll(page) {
    await page.evaluate(() => document.querySelectorAll('.row-tick').forEach((tick) => tick.click()));
    await page.waitForTimeout(1200);
}

const STATES = {
    empty: async () => {},
    list: async (page) => {
        await fill(page, page.language);
        await tickLast(page, 3);
    },
    adding: async (page) => {
        await fill(page, page.language);
        await tickLast(page, 3);
        await page.evaluate(() => document.querySelector('.cart').open = true);
        await page.locator('.cart-clear button').evaluate((button) => button.click());
        await page.waitForTimeout(300);
        await page.locator('.add input').focus();
        await page.locator('.found li').first().waitFor();
    },
    cart: async (page) => {
        await fill(page, page.language);
        await tickLast(page, 3);
        await page.evaluate(() => document.querySelector('.cart').open = true);
        await page.waitForTimeout(300);
        await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    },
    done: async (page) => {
        await fill(page, page.language);
        await tickAll(page);
    },
    menu: async (page) => {
        await fill(page, page.language);
        await page.locator('.row-more').nth(1).focus();
        await page.keyboard.press('Enter');
    },
    quantity: async (page) => {
        await fill(page, page.language);
        await page.locator('button.row-quantity').nth(1).click();
    },
    details: async (page) => {
        await fill(page, page.language);
        await page.locator('.row-open').nth(1).click();
    },
    lists: async (page) => {
        await fill(page, page.language);
        for (const name of ['Barbecue on Saturday', 'Grandma']) {
            await page.locator('.list-name').click();
            await page.locator('.switcher-new input').fill(name);
            await page.keyboard.press('Enter');
        }
        await page.locator('.list-name').click();
    },
    share: async (page) => {
        await fill(page, page.language);
        await page.locator('.list-top .icon-button').first().click();
    },
    profile: async (page) => {
        await page.goto(`${page.base}/profile`);
        await page.locator('h1').waitFor();
    },
};

const SIZES = [{ width: 390, height: 844 }, { width: 1280, height: 800 }];
const VIEWS = SIZES.flatMap((size) => [
    { size, theme: 'light', language: 'en' }, { size, theme: 'dark', language: 'en' },
    { size, theme: 'light', language: 'he' }]);
VIEWS.push({ size: SIZES[0], theme: 'light', language: 'hr' },
    { size: { width: 320, height: 640 }, theme: 'light', language: 'en-XA' });

const only = argv.includes('--only') ? argv[argv.indexOf('--only') + 1].split(',') : null;
const views = argv.includes('--quick') ? VIEWS.slice(0, 1) : VIEWS;
const isAxe = argv.includes('--axe');
mkdirSync(OUT, { recursive: true });

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox',
    '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'] });
let failures = 0;

async function lookFor(page, name) {
    await page.addScriptTag({ path: AXE });
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: {
        type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    } }));
    for (const { id, help, nodes } of violations) {
        failures += 1;
        console.log(`${name}: ${id}: ${help}\n    ${nodes.slice(0, 3).map((n) => n.html.slice(0, 160)
            + '\n      ' + (n.any[0]?.message ?? '')).join('\n    ')}`);
    }
}

async function take(state, view) {
    const { size, theme, language } = view;
    const name = `${state}-${size.width}x${size.height}-${theme}-${language}`;
    const context = await browser.newContext({ viewport: size, colorScheme: theme,
        locale: language === 'en-XA' ? 'en-GB' : { en: 'en-US', he: 'he-IL', hr: 'hr-HR' }[language],
        deviceScaleFactor: size.width < 600 ? 2 : 1, hasTouch: size.width < 600,
        isMobile: size.width < 600, bypassCSP: isAxe });
    const page = await context.newPage();
    Object.assign(page, { base, language });
    page.setDefaultTimeout(8000);
    page.on('pageerror', (error) => {
        failures += 1;
        console.log(`${name}: ${error.stack}`);
    });
    page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().includes('503') && !message.text().includes('404'))
            console.log(`${name}: ${message.text()}`);
    });
    try {
        await page.goto(`${base}/?language=${language}`);
        await page.waitForTimeout(700);
        await STATES[state](page);
        if (state !== 'cart')
            await page.evaluate(() => scrollTo(0, 0));
        await page.waitForTimeout(350);
        await page.screenshot({ path: `${OUT}/${name}.png` });
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (sideways > 0) {
            failures += 1;
            console.log(`${name}: scrolls sideways by ${sideways}`);
        }
        if (isAxe)
            await lookFor(page, name);
    } catch (error) {
        failures += 1;
        console.log(`${name}: ${error.message}`);
        await page.screenshot({ path: `${OUT}/${name}-failed.png` });
    }
    await context.close();
}

for (const state of Object.keys(STATES).filter((one) => only === null || only.includes(one)))
    for (const view of views)
        await take(state, view);
await browser.close();
server.close();
console.log(`${OUT}: ${failures} failures`);
exit(failures > 0 ? 1 : 0);
