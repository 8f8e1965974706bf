// tick-time.mjs [ITEMS [RATE]] - from the press of a tick to the paint that shows it, with so many
// items on the list (500) and a CPU so many times slower (4). By the browser's Event Timing, which
// rounds to 8 ms. The built app (npx vite build), no server behind it.
import { argv, exit } from 'node:process';
import { chromium } from 'playwright-core';
import { CHROMIUM, itemRow, listRow, seed, serve } from './serve.mjs';

const ITEMS = Number(argv[2] ?? 500);
const RATE = Number(argv[3] ?? 4);
const TICKS = 60;
const AISLES = ['produce', 'bakery', 'dairy', 'meat', 'deli', 'frozen', 'pantry', 'breakfast',
    'snacks', 'drinks', 'household', 'care', 'baby', 'pets', 'other'];

const { base, stop } = await serve();
const browser = await chromium.launch(CHROMIUM);
const page = await browser.newPage({ viewport: { width: 390, height: 844 }, hasTouch: true,
    isMobile: true });
await page.goto(base);
await page.locator('.add input').waitFor();
await seed(page, { lists: [listRow('l_1', 'Long list')], items: Array.from({ length: ITEMS }, (_, at) =>
    itemRow('l_1', at, { name: `Item number ${at}`, quantityMilli: (at % 4 + 1) * 1000,
        category: AISLES[at % AISLES.length] })) });
await page.locator('.row-tick').first().waitFor();
await page.waitForTimeout(1500);
const cdp = await page.context().newCDPSession(page);
await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });

/* Of the page's main thread, as CPU time: what else runs on the machine does not count. */
async function cpuMs() {
    const { metrics } = await cdp.send('Performance.getMetrics');
    const of = (name) => metrics.find((one) => one.name === name).value * 1000;
    return { all: of('TaskDuration'), script: of('ScriptDuration'), style: of('RecalcStyleDuration'),
        layout: of('LayoutDuration') };
}

await page.evaluate(() => {
    globalThis.durations = new Map();
    new PerformanceObserver((list) => {
        for (const { interactionId, duration } of list.getEntries())
            if (interactionId > 0)
                durations.set(interactionId, Math.max(durations.get(interactionId) ?? 0, duration));
    }).observe({ type: 'event', durationThreshold: 16, buffered: true });
});
const cpu = [];
await cdp.send('Emulation.setCPUThrottlingRate', { rate: RATE });
for (let done = 0; done < TICKS; done++) {
    const at = await page.evaluate(() => {
        const tick = [...document.querySelectorAll('.row:not(.row-ticked) .row-tick')].find((one) => {
            const { top, bottom } = one.getBoundingClientRect();
            return top > 0 && bottom < innerHeight - 240;
        });
        const { left, top, width, height } = tick.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2 };
    });
    const before = await cpuMs();
    await page.touchscreen.tap(at.x, at.y);
    await page.waitForTimeout(200);
    const after = await cpuMs();
    cpu.push(Object.fromEntries(Object.keys(after).map((key) => [key, after[key] - before[key]])));
    await page.waitForTimeout(done % 3 === 2 ? 1000 : 0);
}
await page.waitForTimeout(1000);
const found = await page.evaluate(() => [...durations.values()]);
const all = [...found, ...Array(Math.max(0, TICKS - found.length)).fill(16)].sort((a, b) => a - b);
const left = await page.locator('.row').count();
console.log(`${ITEMS} items, CPU ${RATE}x slower, ${TICKS} ticks (${left} rows left): median `
    + `${all[all.length >> 1]} ms, p95 ${all[Math.floor(all.length * 0.95)]} ms, most ${all.at(-1)} ms`
    + ` (${TICKS - found.length} below 16 ms)`);
for (const key of Object.keys(cpu[0])) {
    const sorted = cpu.map((one) => one[key]).sort((a, b) => a - b);
    console.log(`  CPU time a tick, ${key}: median ${sorted[TICKS >> 1].toFixed(1)} ms, `
        + `p95 ${sorted[Math.floor(TICKS * 0.95)].toFixed(1)} ms`);
}
await browser.close();
stop();
exit(left <= ITEMS - TICKS ? 0 : 1);
