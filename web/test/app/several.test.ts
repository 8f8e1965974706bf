/* Several things at once: pasted, shared by another app, said. Shown before they are on the list. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { addField, tickOf } from './helpers/list.ts';
import { journey } from './helpers/scene.ts';

const ticks = (page: Page): Promise<number> => page.locator('.row-tick').count();

async function paste(page: Page, text: string): Promise<void> {
    await addField(page).focus();
    await addField(page).evaluate((field, pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text', pasted);
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
}

journey('lines that are pasted are looked at, and added but for one', async ({ phone }) => {
    const { page } = await phone();
    await paste(page, '- 2 l milk\n- bread\n- nothing of this\n');
    await page.getByRole('dialog').getByRole('checkbox', { name: 'nothing of this' }).uncheck();
    await page.getByRole('button', { name: 'Add 2 items' }).click();
    await tickOf(page, 'milk').waitFor();
    assert.equal(await ticks(page), 2);

    await paste(page, 'eggs\nflour\nbutter');
    await page.getByRole('button', { name: 'Add 3 items' }).click();
    await page.getByText('3 items added').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click(); // of what is told, and of no more
    await tickOf(page, 'flour').waitFor({ state: 'detached' });
    assert.equal(await ticks(page), 2);
});

journey('what another app shares is added to a list, without a signal too', async ({ phone, stack }) => {
    const { page, setOnline } = await phone();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await setOnline(false);
    await page.goto(`${stack.url}/share?title=Cake&text=${encodeURIComponent('Cake:\n500 g flour\n3 eggs')}`);
    await page.getByRole('button', { name: 'Add 2 items' }).click();
    await tickOf(page, 'flour').waitFor();
    assert.doesNotMatch(page.url(), /flour|share/);
});

journey('what is said is told of first, and added when it was seen', async ({ phone, stack }) => {
    const { page, context } = await phone({ path: null });
    await context.addInitScript(() => {
        class Said extends EventTarget {
            lang = '';
            interimResults = false;
            abort(): void { /* it is over by then */ }
            start(): void {
                const said = Object.assign(new Event('result'),
                    { results: [[{ transcript: 'two oat milk and a dozen eggs' }]] });
                setTimeout(() => [said, new Event('end')].forEach((event) => this.dispatchEvent(event)));
            }
        }
        Object.assign(window, { SpeechRecognition: Said });
    });
    await page.goto(stack.url);
    await page.getByRole('button', { name: 'Say what you need' }).click();
    await page.getByText('may send what you say').waitFor();
    await page.getByRole('button', { name: 'Start listening' }).click();
    await page.getByRole('button', { name: 'Add 2 items' }).click();
    await tickOf(page, 'oat milk').waitFor();
    await tickOf(page, 'eggs').waitFor();
    await page.getByRole('button', { name: 'Say what you need' }).click(); // told once
    await page.getByRole('button', { name: 'Add 2 items' }).waitFor();
});
