/* What who has no pointer meets. */
import type { Page } from 'playwright-core';

const STEPS_MOST = 60;

interface Step {
    isPage: boolean;
    name: string;
    isMarked: boolean;
    isCovered: boolean;
}

/* Where the focus is: whether it is shown there, and anything of it (WCAG 2.4.7, 2.4.11). */
function look(page: Page): Promise<Step> {
    return page.evaluate(() => {
        const element = document.activeElement;
        if (element === null || element === document.body)
            return { isPage: true, name: '', isMarked: true, isCovered: false };
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const label = element.closest('label');
        const isOwn = (hit: Element | null): boolean => hit !== null && (element.contains(hit)
            || hit.contains(element) || (label?.contains(hit) ?? false));
        const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]] as const;
        const isSeen = points.some(([x, y]) =>
            isOwn(document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y)));
        const around = [element, label, element.closest('.add, .field')]
            .filter((one) => one !== null);
        const isMarked = around.flatMap((one) => [getComputedStyle(one),
            getComputedStyle(one, '::after')])
            .some(({ outlineStyle, outlineWidth, boxShadow }) => boxShadow !== 'none'
                || (outlineStyle !== 'none' && outlineWidth !== '0px'));
        return { isPage: false, name: element.outerHTML.slice(0, 100), isMarked,
            isCovered: !isSeen };
    });
}

/* Tab by Tab through all that there is. */
export async function walk(page: Page): Promise<string[]> {
    const faults: string[] = [];
    const been = new Set<string>();
    await page.locator('.skip').focus(); // the first of the page; not where a dialog is open
    for (let step = 0; step < STEPS_MOST; step++) {
        await page.keyboard.press('Tab');
        const { isPage, name, isMarked, isCovered } = await look(page);
        if (isPage && been.size > 0)
            break;
        if (isPage)
            continue; // from the end of a dialog to its beginning
        if (!isMarked && !been.has(name))
            faults.push(`focus is not shown on ${name}`);
        if (isCovered && !been.has(name))
            faults.push(`focus is covered on ${name}`);
        been.add(name);
    }
    return been.size === 0 ? ['nothing can be reached by Tab'] : faults;
}

/* A dialog keeps the focus; a menu goes by arrows, and Tab leaves it; Escape closes either, and the
   focus is where it was. */
export async function escape(page: Page, control: string, seen: string): Promise<string[]> {
    const faults: string[] = [];
    const over = page.locator('dialog[open], [popover]:popover-open').last();
    const isWithin = (): Promise<boolean> => over.evaluate((element) =>
        document.activeElement === document.body || element.contains(document.activeElement));
    if (await over.count() === 0)
        return [`${control} has opened nothing`];
    if (!await isWithin())
        faults.push('what has opened has not taken the focus');
    const key = await page.locator('.menu').count() > 0 ? 'ArrowDown' : 'Tab';
    for (let step = 0; step < 15; step++) {
        await page.keyboard.press(key);
        if (await over.count() === 0 || !await isWithin()) {
            faults.push(`${key} leads out of what has opened`);
            break;
        }
    }
    await page.keyboard.press('Escape');
    await page.locator(seen).first().waitFor({ state: 'hidden', timeout: 2000 })
        .catch(() => faults.push('Escape does not close it'));
    const isBack = await page.locator(control).first().evaluate((element) =>
        element === document.activeElement);
    return isBack ? faults : [...faults, 'Escape does not bring the focus back'];
}
