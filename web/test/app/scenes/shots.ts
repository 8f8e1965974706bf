/*
 * shots.ts [--only NAME,...] [--view DEVICE-THEME-LANGUAGE,...] - a picture of each scene on a phone
 * and on a desktop, light and dark, and of those that stand for the app in Hebrew and Croatian, too:
 * in var/shots, by SCENE-DEVICE-THEME-LANGUAGE.png. What cannot be shown is told, and fails.
 * shots.ts --readme - those that README.md shows, in docs/pictures.
 *
 * Wants the release build and the built app: ./dev shots sees to both.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ROOT } from '../../helpers/stack.ts';
import { SCENES } from './all.ts';
import type { Scene } from './scene.ts';
import { type Device, type Language, openStage, type Stage, type Theme, type View } from './stage.ts';

const FOLDER = `${ROOT}var/shots`;
/* By the files' names; light, on a phone, and as few bytes as that takes. */
const README: Record<string, string> = { list: 'list', shop: 'where', go: 'shop', deals: 'deals' };
const README_VIEW: View = { device: 'phone', theme: 'light', language: 'en' };

const nameOf = ({ device, theme, language }: View): string => `${device}-${theme}-${language}`;

function viewsOf({ isMain = false }: Scene): View[] {
    const view = (device: Device, theme: Theme, language: Language): View =>
        ({ device, theme, language });
    return [
        view('phone', 'light', 'en'), view('phone', 'dark', 'en'),
        view('desktop', 'light', 'en'), view('desktop', 'dark', 'en'),
        ...(isMain ? [view('phone', 'light', 'he'), view('desktop', 'light', 'he'),
            view('phone', 'light', 'hr')] : []),
    ];
}

/* Those of one device and language are one visit: the theme is changed in place. */
function visitsOf(views: readonly View[]): { visit: string; themes: View[] }[] {
    const visits: { visit: string; themes: View[] }[] = [];
    for (const view of views) {
        const visit = `${view.device} ${view.language}`;
        const found = visits.find((one) => one.visit === visit);
        if (found === undefined)
            visits.push({ visit, themes: [view] });
        else
            found.themes.push(view);
    }
    return visits;
}

async function take(stage: Stage, scene: Scene, views: readonly View[],
    pathOf: (view: View) => string): Promise<void> {
    const shown = await stage.show(scene, views[0]!);
    try {
        for (const view of views) {
            await shown.page.emulateMedia({ colorScheme: view.theme });
            await shown.page.screenshot({ path: pathOf(view) });
        }
    } finally {
        await shown.close();
    }
    if (shown.faults.length > 0)
        throw new Error(shown.faults.join('\n'));
}

async function takeAll(stage: Stage, scenes: readonly Scene[],
    wanted: (view: View) => boolean): Promise<boolean> {
    let failed = 0;
    for (const scene of scenes)
        for (const { visit, themes } of visitsOf(viewsOf(scene).filter(wanted)))
            try {
                await take(stage, scene, themes, (view) =>
                    `${FOLDER}/${scene.name}-${nameOf(view)}.png`);
            } catch (error) {
                failed++;
                console.log(`${scene.name} (${visit}): ${String(error)}`);
            }
    console.log(`${FOLDER}: ${failed === 0 ? 'all is there' : `${failed} could not be shown`}`);
    return failed === 0;
}

async function takeReadme(stage: Stage): Promise<boolean> {
    for (const scene of SCENES.filter(({ name }) => name in README))
        await take(stage, scene, [README_VIEW], () => `${ROOT}docs/pictures/${README[scene.name]}.png`);
    return true;
}

const { values } = parseArgs({ options: { only: { type: 'string' }, view: { type: 'string' },
    readme: { type: 'boolean' } } });
const names = values.only?.split(',');
const parts = values.view?.split(',');
const scenes = SCENES.filter(({ name }) => names === undefined || names.includes(name));
if (scenes.length === 0)
    throw new Error(`there are only ${SCENES.map(({ name }) => name).join(' ')}`);
mkdirSync(FOLDER, { recursive: true });
const stage = await openStage();
try {
    const isAll = values.readme ? await takeReadme(stage) : await takeAll(stage, scenes, (view) =>
        parts === undefined || parts.some((part) => nameOf(view).includes(part)));
    process.exitCode = isAll ? 0 : 1;
} finally {
    await stage.close();
}
