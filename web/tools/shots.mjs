// shots.mjs [--only NAME] [--axe] - pictures of the app's screens into ../var/shots.
//
// Builds nothing: serves dist/public (npx vite build) on a free port, with no API behind it, seeds
// lists through the app's own store, and takes each state at 390x844 and 1280x800, light and dark,
// and in Hebrew. --axe: also looks for what WCAG 2.2 AA forbids, and fails on any.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { argv, exit } from 'node:process';
import { chromium } from 'playwright-core';
import { CHROMIUM, itemRow, listRow, seed, serve } from './serve.mjs';

const OUT = new URL('../../var/shots', import.meta.url).pathname;
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const { base, stop } = await serve();

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

/* A list of two, as the server has it, and what was had before. */
function shared(language) {
    const { name, items, past } = SHARED[language] ?? SHARED.en;
    const now = new Date(Date.now() - 60_000).toISOString();
    return {
        lists: [listRow('l_1', name)],
        items: items.map(([item, category, quantity, by, note], at) => itemRow('l_1', at, {
            name: item, category, quantityMilli: quantity * 1000, note: note ?? null,
            addedById: by && `p_${by}`, addedByName: by, ...(at === 3 && { addedAt: now, changedAt: now }) })),
        meta: { session: { kind: 'account', name: 'Joel', email: 'joel@example.com', country: 'IE',
            plan: 'FREE', householdId: 'h_1', households: [], deleteAfter: null, isOver: false },
        'past:l_1': { atMs: Date.now(), rows: past.map((had, at) => ({ name: had, category: null,
            unit: null, quantityMilli: at === 1 ? 2000 : 1000, times: 7 - at, lastAt: now,
            product: null })) } },
    };
}

const DAY_MS = 86_400_000;
const at = (days) => new Date(Date.now() + days * DAY_MS).toISOString();
const chain = (id, name) => ({ id, name });

/* As it was kept the last time: a household of three. */
const PROFILE = {
    atMs: Date.now() - 120_000, plan: 'free', deleteAfter: null,
    limits: { households: 2, members: 6, lists: 50, items: 500 },
    sessions: [{ id: 'x_1', usedAt: at(0), address: '192.0.2.7',
        agent: 'Mozilla/5.0 (Linux; Android 15) Chrome/131.0.0.0 Mobile Safari/537.36' },
    { id: 'x_2', usedAt: at(-3), address: '2001:db8::7',
        agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' }],
    homes: [{ id: 'h_1', name: 'Home', role: 'OWNER',
        members: { nodes: [
            { name: 'Joel', email: 'joel@example.com', role: 'OWNER', person: { id: 'u_1' } },
            { name: 'Mara', email: 'mara@example.com', role: 'ADULT', person: { id: 'u_2' } },
            { name: null, email: 'a.rather.long.address@mail.example.com', role: 'CHILD',
                person: { id: 'u_3' } }] },
        invitations: { nodes: [{ id: 'i_1', role: 'ADULT', email: null, expiresAt: at(6) }] },
        cards: { nodes: [{ id: 'lc_1', label: 'Mara', hasNumber: true,
            retailer: chain('r_1', 'Copper Kettle') }] },
        places: [
            { isFavourite: true, store: { id: 's_1', name: 'Copper Kettle City Market',
                address: '12 Market Row', city: 'Cork', retailer: chain('r_1', 'Copper Kettle') } },
            { isFavourite: false, store: { id: 's_2', name: 'Larkfield City Quay',
                address: '3 Quay', city: 'Cork', retailer: chain('r_2', 'Larkfield') } }] }],
};

const SHARED = {
    en: { name: 'Weekly shop', past: ['Chicken thighs', 'Dish soap', 'Frozen peas', 'Crunchy peanut butter'],
        items: [['Bananas', 'produce', 6, 'Joel'], ['Baby spinach', 'produce', 2, 'Joel'],
            ['Avocados', 'produce', 4, 'Mara', 'The ripe ones, for tonight'],
            ['Limes', 'produce', 5, 'Mara'], ['Oat milk, unsweetened', 'dairy', 2, 'Joel'],
            ['Eggs, free range', 'dairy', 12, 'Mara'], ['Spaghetti', 'pantry', 3, 'Joel']] },
    he: { name: 'הקנייה השבועית', past: ['כרעי עוף', 'סבון כלים', 'אפונה קפואה', 'חמאת בוטנים'],
        items: [['בננות', 'produce', 6, 'Joel'], ['תרד טרי', 'produce', 2, 'Joel'],
            ['אבוקדו', 'produce', 4, 'מאיה', 'הבשלים, לערב'], ['ליים', 'produce', 5, 'מאיה'],
            ['משקה שיבולת שועל', 'dairy', 2, 'Joel'], ['ביצי חופש', 'dairy', 12, 'מאיה'],
            ['ספגטי', 'pantry', 3, 'Joel']] },
};

const STATES = {
    empty: async () => {},
    list: async (page) => {
        await fill(page, page.language);
        await tickLast(page, 3);
    },
    adding: async (page) => {
        await seed(page, shared(page.language));
        await page.locator('.add input').focus();
        await page.locator('.found li').first().waitFor();
    },
    shared: async (page) => {
        await seed(page, shared(page.language));
        await page.locator('.row').first().waitFor();
    },
    deleted: async (page) => {
        await seed(page, shared(page.language));
        await page.locator('.row-open').nth(1).focus();
        await page.keyboard.press('Delete');
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
        const { lists, meta } = shared(page.language);
        await seed(page, { lists, meta: { ...meta, profile: PROFILE } });
        await page.goto(`${page.base}/profile`);
        await page.locator('.profile-rows').first().waitFor();
    },
    'profile-guest': async (page) => {
        await page.goto(`${page.base}/profile`);
        await page.locator('h1').waitFor();
    },
    invite: async (page) => {
        await STATES.profile(page);
        await page.locator('.profile-card .button-soft').first().click();
    },
    'sign-in': async (page) => {
        await page.goto(`${page.base}/sign-in`);
        await page.locator('form').waitFor();
    },
    'sign-in-failed': async (page) => {
        await page.goto(`${page.base}/sign-in`);
        await page.locator('input[name=email]').fill('joel@example.com');
        await page.locator('input[name=password]').fill('wrong');
        await page.keyboard.press('Enter');
        await page.locator('form .warning').waitFor();
    },
    register: async (page) => {
        await page.goto(`${page.base}/sign-in?new`);
        await page.locator('form').waitFor();
    },
    verify: async (page) => {
        await page.goto(`${page.base}/verify#scv_x`);
        await page.locator('form').waitFor();
    },
    join: async (page) => {
        await page.goto(`${page.base}/join#sci_x`);
        await page.locator('form').waitFor();
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

const browser = await chromium.launch(CHROMIUM);
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
stop();
console.log(`${OUT}: ${failures} failures`);
exit(failures > 0 ? 1 : 0);
