/* What can be seen to be wrong with a screen, without knowing what it is about: run in the page. */
import type { Page } from 'playwright-core';

/* The page itself never scrolls sideways (WCAG 1.4.10). */
export async function sideways(page: Page, width: number): Promise<string[]> {
    const found = await page.evaluate((room) => {
        const wide = document.documentElement.scrollWidth;
        const { culprit } = [...document.body.querySelectorAll('*')].reduce((most, element) => {
            const { left, right } = element.getBoundingClientRect();
            const over = Math.max(right - room, -left);
            const isFixed = getComputedStyle(element).position === 'fixed'; // as wide as the page
            return over >= most.over && !isFixed
                && element.closest('.matrix-scroll, .visually-hidden') === null
                ? { over, culprit: element } : most;
        }, { over: 0, culprit: null as Element | null });
        return wide > room ? `${wide} px: ${culprit?.outerHTML.slice(0, 120)}` : null;
    }, width);
    return found === null ? [] : [`scrolls sideways on ${width} px, ${found}`];
}

/* Text that is cut off with no sign that it goes on, or that leaves its own button. */
export function clipped(page: Page): Promise<string[]> {
    return page.evaluate(() => {
        const HOLDS = 'button, .button, .chip, .tag, .tabs a, th, td, summary, label';
        const SLACK_PX = 2;
        const cuts = (element: Element): boolean => {
            const { overflowX, textOverflow, webkitLineClamp, display } = getComputedStyle(element);
            const isTold = webkitLineClamp !== 'none'
                || (textOverflow === 'ellipsis' && !/flex|grid/.test(display));
            return element.matches(HOLDS) || (/hidden|clip/.test(overflowX) && !isTold);
        };
        const isTold = (element: Element): boolean => element.scrollWidth > element.clientWidth
            && getComputedStyle(element).textOverflow === 'ellipsis'
            && !/flex|grid/.test(getComputedStyle(element).display);
        const faultOf = (text: Node): string | null => {
            const range = document.createRange();
            range.selectNodeContents(text);
            const { left, right } = range.getBoundingClientRect();
            for (let at = text.parentElement; at !== null && at !== document.body; at = at.parentElement) {
                if (isTold(at) || /auto|scroll/.test(getComputedStyle(at).overflowX))
                    return null;
                const box = at.getBoundingClientRect();
                if (cuts(at) && (left < box.left - SLACK_PX || right > box.right + SLACK_PX))
                    return `cut off: "${text.textContent?.trim().slice(0, 60)}" by ${
                        at.tagName.toLowerCase()}.${at.className}`;
            }
            return null;
        };
        const faults = new Set<string>();
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
            const parent = text.parentElement!;
            const isShown = text.textContent!.trim() !== '' && parent.checkVisibility()
                && parent.closest('.visually-hidden, option') === null;
            const fault = isShown ? faultOf(text) : null;
            if (fault !== null)
                faults.add(fault);
        }
        return [...faults];
    });
}

/* Our own rule: what is pressed is 48 px, whatever it looks like; links within a sentence aside. */
export function small(page: Page): Promise<string[]> {
    return page.evaluate(() => {
        const LEAST = 48;
        const PRESSED = 'a[href], button, input, select, textarea, summary, [role=option]';
        const top = [...document.querySelectorAll('dialog[open], [popover]:popover-open')].at(-1);
        const isInText = (element: Element): boolean =>
            getComputedStyle(element).display === 'inline' && element.closest('p') !== null;
        /* How far from its middle a press still means it, to one side. */
        const reach = (element: Element, dx: number, dy: number): number => {
            const { left, top: above, width, height } = element.getBoundingClientRect();
            let far = 0;
            for (; far < LEAST; far += 2) {
                const hit = document.elementFromPoint(left + width / 2 + dx * far,
                    above + height / 2 + dy * far);
                if (hit === null || !(element.contains(hit) || hit.closest('label') === element))
                    break;
            }
            return far;
        };
        const found: string[] = [];
        for (const element of (top ?? document).querySelectorAll<HTMLElement>(PRESSED)) {
            const target = element.closest(element.matches('.row-open') ? '.row-top' : 'label') ?? element;
            const { width, height } = target.getBoundingClientRect();
            if (width < 2 || isInText(element) || !target.checkVisibility({ opacityProperty: true }))
                continue;
            if (width >= LEAST - 1 && height >= LEAST - 1)
                continue;
            target.scrollIntoView({ block: 'center', behavior: 'instant' });
            const isWide = width >= LEAST - 1
                || reach(target, -1, 0) + reach(target, 1, 0) >= LEAST;
            const isTall = height >= LEAST - 1
                || reach(target, 0, -1) + reach(target, 0, 1) >= LEAST;
            if (!isWide || !isTall)
                found.push(`${Math.round(width)} x ${Math.round(height)} px to press: ${
                    target.outerHTML.slice(0, 100)}`);
        }
        return found;
    });
}
