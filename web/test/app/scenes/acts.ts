/* What scenes do besides pressing things. */
import type { Page, Route } from 'playwright-core';

export const press = (...selectors: string[]) => async (page: Page): Promise<void> => {
    for (const selector of selectors) {
        await centre(selector)(page); // clear of what stands over the foot of the page
        await page.locator(selector).first().click();
    }
};

/* As who has no pointer does. */
export async function enter(page: Page, control: string): Promise<void> {
    await page.locator(control).first().focus();
    await page.keyboard.press('Enter');
}

export const centre = (selector: string) => (page: Page): Promise<void> =>
    page.locator(selector).first().evaluate((element) => element.scrollIntoView({ block: 'center' }));

export const appear = (selector: string) => (page: Page): Promise<void> =>
    page.locator(selector).first().waitFor();

export const type = (selector: string, text: string) => (page: Page): Promise<void> =>
    page.locator(selector).first().fill(text);

export const inTurn = (...acts: ((page: Page) => Promise<void>)[]) =>
    async (page: Page): Promise<void> => {
        for (const act of acts)
            await act(page);
    };

export const undo = (page: Page): Promise<void> => page.locator('.toast button').click();

const API = '**/graphql*';

/* The worker has to be there first: it answers for the page. */
export async function loseSignal(page: Page): Promise<void> {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.context().setOffline(true);
    await page.reload();
}

/* What it asks for cannot be had. */
export const lose = (what: string) => async (page: Page): Promise<void> =>
    void await page.route(what, (route) => route.abort());

export const cut = lose(API);

export async function hang(page: Page): Promise<void> {
    await page.route(API, () => undefined);
}

/* A browser that lets pages keep nothing. */
export async function keepNothing(page: Page): Promise<void> {
    await page.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }));
}

/* As who may look at lists, and not change them. */
export async function asReader(page: Page): Promise<void> {
    await page.route(API, async (route) => {
        if (route.request().headers().accept !== 'application/json')
            return route.abort();
        const response = await route.fetch();
        await route.fulfill({ response,
            body: (await response.text()).replaceAll('"level":"MANAGE"', '"level":"READ"') });
    });
}

const answer = (route: Route, code: string, status: number, reason?: string): Promise<void> =>
    route.fulfill({ status, contentType: 'application/json', body: JSON.stringify({ data: null,
        errors: [{ message: code, extensions: { code, reason } }] }) });

/* What is asked by one operation, by the id of its document; all else goes on. */
async function meet(page: Page, documentId: string | null,
    by: (route: Route) => Promise<void>): Promise<void> {
    await page.route(API, (route) => (documentId === null
        || route.request().postDataJSON()?.documentId === documentId ? by(route) : route.fallback()));
}

export const refuse = (code: string, status = 200) => (page: Page): Promise<void> =>
    meet(page, null, (route) => answer(route, code, status));

export const refuseOne = (documentId: string, code: string, status = 200, reason?: string) =>
    (page: Page): Promise<void> =>
        meet(page, documentId, (route) => answer(route, code, status, reason));

export const tell = (documentId: string, data: unknown) => (page: Page): Promise<void> =>
    meet(page, documentId, (route) => route.fulfill({ contentType: 'application/json',
        body: JSON.stringify({ data }) }));
