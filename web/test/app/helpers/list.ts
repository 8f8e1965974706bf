/* What a shopper does on the list screen, as they see it: by the names that are read out. */
import type { Locator, Page } from 'playwright-core';

export const addField = (page: Page): Locator => page.getByRole('combobox', { name: 'Add an item' });
export const tickOf = (page: Page, name: string): Locator =>
    page.getByRole('checkbox', { name, exact: true });

/* One after the other, each by Enter. */
export async function addItems(page: Page, ...texts: string[]): Promise<void> {
    for (const text of texts) {
        await addField(page).fill(text);
        await addField(page).press('Enter');
    }
}
