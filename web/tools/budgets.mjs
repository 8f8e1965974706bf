// budgets.mjs - sizes of what was built, gzipped, against what each may have (docs/measurements.md).
//
// What belongs to what is read of vite's manifest, dist/manifest.json. Ends with 1 when one is over.
import { readFileSync } from 'node:fs';
import { chdir, exit } from 'node:process';
import { gzipSync } from 'node:zlib';

chdir(new URL('..', import.meta.url).pathname);

const KB = 1000;
const LIMIT = { firstJs: 40, firstStyle: 12, font: 22, route: 40, scannerJs: 16, wasm: 420 };
const LANGUAGE = /^src\/i18n\/[a-z-]+\.ts$/; // one of them comes with the first page
const SCANNER = /scan|barcode|zxing/;

const manifest = JSON.parse(readFileSync('dist/manifest.json', 'utf8'));
const sizes = new Map();

function sizeOf(file) {
    if (!sizes.has(file)) {
        const bytes = readFileSync(`dist/public/${file}`);
        sizes.set(file, file.endsWith('.woff2') ? bytes.length : gzipSync(bytes, { level: 9 }).length);
    }
    return sizes.get(file);
}

const sum = (files) => [...files].reduce((total, file) => total + sizeOf(file), 0);

// Scripts and styles that are there when the chunk runs: its own and those of all it imports.
function closure(key, scripts = new Set(), styles = new Set(), seen = new Set()) {
    const chunk = manifest[key];
    if (!seen.has(key)) {
        seen.add(key);
        scripts.add(chunk.file);
        (chunk.css ?? []).forEach((file) => styles.add(file));
        (chunk.imports ?? []).forEach((other) => closure(other, scripts, styles, seen));
    }
    return { scripts, styles };
}

const first = closure('index.html');
const lazy = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry);
const beside = (key) => closure(key).scripts.difference(first.scripts);
const languages = lazy.filter((key) => LANGUAGE.test(key));
const language = Math.max(0, ...languages.map((key) => sum(beside(key))));
const assets = new Set(Object.values(manifest).flatMap((chunk) => [chunk.file, ...chunk.assets ?? []]));

const rows = [
    ['first load: scripts, with the longest language', sum(first.scripts) + language, LIMIT.firstJs],
    ['first load: styles and page', sum(first.styles) + sizeOf('index.html'), LIMIT.firstStyle],
    ...[...assets].filter((file) => file.endsWith('.woff2'))
        .map((file) => [`font: ${file}`, sizeOf(file), LIMIT.font]),
    ...[...assets].filter((file) => file.endsWith('.wasm'))
        .map((file) => [`wasm: ${file}`, sizeOf(file), LIMIT.wasm]),
    ...[...assets].filter((file) => /zxing.*\.js$/.test(file))
        .map((file) => [`reader: ${file}`, sizeOf(file), LIMIT.scannerJs]),
    ...lazy.filter((key) => !LANGUAGE.test(key)).map((key) => [`lazy: ${key}`,
        sum(beside(key)) + sum(closure(key).styles.difference(first.styles)),
        SCANNER.test(key) ? LIMIT.scannerJs : LIMIT.route]),
];

for (const [name, size, limit] of rows)
    console.log(`${(size / KB).toFixed(1).padStart(7)} kB of ${String(limit).padStart(3)}  ${name}` +
        `${size > limit * KB ? '   TOO LARGE' : ''}`);
if (rows.some(([, size, limit]) => size > limit * KB))
    exit(1);
