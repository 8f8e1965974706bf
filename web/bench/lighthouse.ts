/* Lighthouse as it measures phones: 150 ms away, 1.6 Mbps down, a CPU four times slower. The median
   of three first visits behind one that warms up, then of three by who was here before. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LAUNCH } from '../test/app/helpers/chromium.ts';

const CLI = fileURLToPath(new URL('lighthouse/node_modules/lighthouse/cli/index.js', import.meta.url));
const TIMES = 3;
const VISIT_MS = 90_000;

interface Report {
    categories: Record<string, { title: string; score: number | null }>;
    runtimeError?: { message: string };
    audits: Record<string, { title: string; numericValue?: number; score: number | null }>;
}

async function withProfile<T>(run: (profile: string) => Promise<T>): Promise<T> {
    const profile = mkdtempSync(`${tmpdir()}/smartcart-lighthouse-`);
    try {
        return await run(profile);
    } finally {
        rmSync(profile, { recursive: true, force: true });
    }
}

/* What a visit comes to; where the browser has painted nothing it is made once more. */
async function visit(url: string, profile: string, isFirst: boolean, isLast = false): Promise<Report> {
    const flags = [...LAUNCH.args!, '--headless=new', `--user-data-dir=${profile}`];
    const path = `${profile}/report.json`; // a pipe is cut off when it exits
    rmSync(path, { force: true });
    await promisify(execFile)(process.execPath, [CLI, url, '--quiet', '--output=json',
        `--output-path=${path}`, ...(isFirst ? [] : ['--disable-storage-reset']),
        `--chrome-flags=${flags.join(' ')}`],
    { env: { ...process.env, CHROME_PATH: LAUNCH.executablePath }, timeout: VISIT_MS,
        killSignal: 'SIGINT' }).catch(() => undefined); // the report says why, or is none
    const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) as Report : undefined;
    if (report !== undefined && report.runtimeError === undefined)
        return report;
    if (isLast)
        throw new Error(`Lighthouse: ${report?.runtimeError?.message ?? 'no report'}`);
    return visit(url, profile, isFirst, true);
}

function median(values: number[]): number {
    return values.sort((a, b) => a - b)[values.length >> 1]!;
}

function tell(name: string, reports: readonly Report[]): void {
    const score = (key: string): string => {
        const { title } = reports[0]!.categories[key]!;
        return `${title} ${Math.round(median(reports.map((one) => one.categories[key]!.score ?? 0)) * 100)}`;
    };
    const audit = (key: string): number =>
        median(reports.map((one) => one.audits[key]?.numericValue ?? NaN));
    const failing = new Set(reports.flatMap((one) => Object.values(one.audits)
        .filter((of) => of.score !== null && of.score < 0.9).map((of) => of.title)));
    console.log(`${name}: ${Object.keys(reports[0]!.categories).map(score).join(', ')}`);
    console.log(`  LCP ${(audit('largest-contentful-paint') / 1000).toFixed(2)} s, `
        + `FCP ${(audit('first-contentful-paint') / 1000).toFixed(2)} s, `
        + `TBT ${audit('total-blocking-time').toFixed(0)} ms, `
        + `CLS ${audit('cumulative-layout-shift').toFixed(3)}`);
    if (failing.size > 0)
        console.log(`  below 90: ${[...failing].join('; ')}`);
}

export async function measureLighthouse(url: string): Promise<void> {
    const first: Report[] = [];
    for (let turn = 0; turn <= TIMES; turn++)
        first.push(await withProfile((profile) => visit(url, profile, true)));
    tell('Lighthouse, first visit', first.slice(1));
    await withProfile(async (profile) => {
        await visit(url, profile, true);
        const again: Report[] = [];
        for (let turn = 0; turn < TIMES; turn++)
            again.push(await visit(url, profile, false));
        tell('Lighthouse, who was here before', again);
    });
}
