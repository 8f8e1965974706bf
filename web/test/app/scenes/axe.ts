/* axe-core in the page. It goes in by the debugger, so the page keeps its content policy. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ALL: RunOptions = {
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
        'best-practice'] },
    rules: { 'target-size': { enabled: true } }, // it is asked for by name alone
    resultTypes: ['violations'],
};
const COLOURS: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] },
    resultTypes: ['violations'] };

/* `isTheme`: only what another theme can change. */
export async function violations(page: Page, isTheme = false): Promise<string[]> {
    if (!await page.evaluate(() => 'axe' in globalThis))
        await page.evaluate(SOURCE);
    const found = await page.evaluate(async (options) => {
        const { axe } = globalThis as unknown as
            { axe: { run(of: Document, how: RunOptions): Promise<AxeResults> } };
        return (await axe.run(document, options)).violations.map(({ id, help, nodes }) =>
            ({ id, help, nodes: nodes.map(({ html, any }) => [html, any[0]?.message ?? '']) }));
    }, isTheme ? COLOURS : ALL);
    return found.map(({ id, help, nodes }) => [`axe ${id}: ${help}`, ...nodes.slice(0, 3)
        .map(([html, why]) => `    ${html?.slice(0, 160)}\n      ${why}`)].join('\n'));
}
