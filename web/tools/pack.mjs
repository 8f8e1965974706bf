// pack.mjs - makes of what vite has built in dist/public what the server serves.
//
//   dist/manifest.json       vite's, of which tools/budgets.mjs reads what belongs to what
//   dist/documents.json      the trusted documents
//   dist/public/sw.js        with the list of files that it keeps
//   dist/public/**.br, .gz   twins of each file, where they are smaller
import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { exit } from 'node:process';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const PUBLIC = 'dist/public';
const PLACE = 'self.__FILES'; // in sw.js, once
const LATER = /^assets\/(zxing|rubik)/; // large, and not for everybody: kept when first used
const PACKED = /\.(html|js|css|json|webmanifest|svg|wasm|txt)$/; // the rest is compressed as it is

function fail(message) {
    console.error(`pack: ${message}`);
    exit(1);
}

function files() {
    return readdirSync(PUBLIC, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${entry.parentPath}/${entry.name}`.slice(PUBLIC.length + 1)).sort();
}

function revision(file) {
    return createHash('sha256').update(readFileSync(`${PUBLIC}/${file}`)).digest('hex').slice(0, 16);
}

function fillWorker(all) {
    const assets = all.filter((file) => file.startsWith('assets/'));
    const list = {
        now: [
            { url: '/index.html', revision: revision('index.html') },
            ...assets.filter((file) => !LATER.test(file))
                .map((file) => ({ url: `/${file}`, revision: null })),
        ],
        later: assets.filter((file) => LATER.test(file)).map((file) => `/${file}`),
    };
    const parts = readFileSync(`${PUBLIC}/sw.js`, 'utf8').split(PLACE);
    if (parts.length !== 2)
        fail(`sw.js has ${parts.length - 1} places for its list, not one`);
    writeFileSync(`${PUBLIC}/sw.js`, parts.join(JSON.stringify(list)));
}

function brotli(bytes) {
    return brotliCompressSync(bytes, {
        params: {
            [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
            [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
    });
}

function pack(file) {
    const bytes = readFileSync(`${PUBLIC}/${file}`);
    for (const [end, packed] of [['br', brotli(bytes)], ['gz', gzipSync(bytes, { level: 9 })]])
        if (packed.length < bytes.length)
            writeFileSync(`${PUBLIC}/${file}.${end}`, packed);
}

const built = JSON.parse(readFileSync(`${PUBLIC}/.vite/manifest.json`, 'utf8'));
if (built['src/worker/sw.ts'].imports)
    fail('sw.js shares code with the app: a worker imports nothing');
renameSync(`${PUBLIC}/.vite/manifest.json`, 'dist/manifest.json');
rmdirSync(`${PUBLIC}/.vite`);
copyFileSync('documents.json', 'dist/documents.json');
const all = files();
fillWorker(all);
all.filter((file) => PACKED.test(file)).forEach(pack);
console.log(`pack: ${all.length} files`);
