/*
 * From a touch or a key to the paint that shows what it did: with 500 items on the list and a CPU
 * four times slower. By the browser's Event Timing, which rounds to 8 ms and keeps what takes 16.
 * CPU time is the page's main thread's, so what else runs on the machine does not count in it.
 */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { PHONE } from '../test/app/helpers/chromium.ts';
import { addField, addItems } from '../test/app/helpers/list.ts';

const ITEMS = 500;
const SLOWER = 4;
const SHORTEST_MS = 16;
const ADDED = 10; // of ITEMS, at each of the two speeds
const THINGS = ['Apples', 'Bread', 'Milk', 'Chicken', 'Hummus', 'Frozen peas', 'Rice', 'Honey',
    'Chocolate', 'Juice', 'Sponge', 'Soap', 'Wipes', 'Cat food', 'Something']; // of 15 aisles

declare global {
    var durations: Map<number, number>; // by interaction
}

async function watch(page: Page): Promise<void> {
    await page.evaluate(() => {
        globalThis.durations = new Map();
        new PerformanceObserver((seen) => {
            for (const { interactionId, duration } of seen.getEntries() as PerformanceEventTiming[])
                if (interactionId > 0)
                    durations.set(interactionId, Math.max(durations.get(interactionId) ?? 0, duration));
        }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    });
}

async function cpuMs(cdp: CDPSession): Promise<number> {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
}

function spread(values: number[], digits: number): string {
    values.sort((a, b) => a - b);
    const at = (part: number): string => values[Math.floor(values.length * part)]!.toFixed(digits);
    return `median ${at(0.5)}, p95 ${at(0.95)}, most ${values.at(-1)!.toFixed(digits)} ms`;
}

/* Makes ready what is then pressed. */
type Prepare = () => Promise<() => Promise<void>>;

async function measure(page: Page, cdp: CDPSession, name: string, times: number,
    prepare: Prepare): Promise<void> {
    const cpu: number[] = [];
    await page.keyboard.press('Escape');
    await page.evaluate(() => scrollTo(0, 0));
    await page.evaluate(() => durations.clear());
    for (let turn = 0; turn < times; turn++) {
        const press = await prepare();
        const before = await cpuMs(cdp);
        await press();
        await page.waitForTimeout(250);
        cpu.push(await cpuMs(cdp) - before);
        await page.waitForTimeout(turn % 3 === 2 ? 1000 : 0); // ticked rows leave for the cart
    }
    const found = await page.evaluate(() => [...durations.values()]);
    found.push(...Array<number>(Math.max(0, times - found.length)).fill(SHORTEST_MS));
    console.log(`${name}: ${spread(found, 0)}; main thread ${spread(cpu, 1)}`);
}

/* Of the first row that lies free: in the window, and not below what is docked at its foot. */
async function freeTick(page: Page): Promise<{ x: number; y: number }> {
    return page.evaluate(() => {
        const { left, top, width, height } = [...document.querySelectorAll('[role=checkbox]')]
            .filter((tick) => tick.getAttribute('aria-checked') === 'false')
            .map((tick) => tick.getBoundingClientRect())
            .find((at) => at.top > 0 && at.bottom < innerHeight - 240)!;
        return { x: left + width / 2, y: top + height / 2 };
    });
}

export async function measureInteractions(browser: Browser, url: string): Promise<void> {
    const context = await browser.newContext(PHONE);
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(url);
    await page.waitForTimeout(2000); // what is loaded behind the list
    await addItems(page, ...Array.from({ length: ITEMS - 2 * ADDED },
        (_, at) => `${at % 4 + 1} ${THINGS[at % THINGS.length]} ${at}`));
    await watch(page);

    async function both(name: string, times: number, prepare: Prepare): Promise<void> {
        for (const rate of [1, SLOWER]) {
            await cdp.send('Emulation.setCPUThrottlingRate', { rate });
            await measure(page, cdp, `${name}, CPU ${rate}x slower`, times, prepare);
        }
    }
    console.log(`${ITEMS} items, from the press to the paint:`);
    let added = 0;
    await both('  add, by Enter', ADDED, async () => {
        await addField(page).fill(`Something new ${++added}`);
        await page.waitForTimeout(250);
        return () => addField(page).press('Enter');
    });
    await both('  tick', 60, async () => {
        const { x, y } = await freeTick(page);
        return () => page.touchscreen.tap(x, y);
    });
    await both('  open the details', 20, async () => {
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'hidden' });
        const { y } = await freeTick(page);
        return () => page.touchscreen.tap(250, y);
    });
    await context.close();
}
