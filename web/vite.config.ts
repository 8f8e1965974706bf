import { defineConfig } from 'vite';

/* `npm run dev` asks the server of ./dev up. */
const API = 'http://127.0.0.1:8080';

/* What the first screen needs is one chunk: many small ones are packed worse. */
const FIRST = new RegExp('node_modules/(preact|@preact|preact-iso|idb)/|' +
    'src/session/(session|keeper|link-token)\\.ts$|src/api/(ask|locks)\\.ts$|src/api/session\\.graphql\\.ts$|' +
    'src/sync/(?!network|engine|flush|pull|live|waker|adopt|answers)[a-z]+\\.ts$|' +
    'src/i18n/(format|i18n|plural)\\.ts$|src/i18n/en/(common|lists)\\.ts$|' +
    'src/ui/(button|icon|install-offer|kept|layers|marks|navigation|overlay|theme|' +
    'toast)\\.tsx?$|' +
    'src/(trusted|app)\\.tsx?$');

/* What many other screens have in common. */
const CONTROLS = /src\/(ui|session)\//;
const NETWORK = /src\/(sync|api)\//;

/* And what comes behind the list, before anyone can ask for it. */
const BEHIND = /src\/lists\/(sheets|gestures|list-menu|row-menus|aisle-words)\.tsx?$/;

export default defineConfig({
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
        outDir: 'dist/public',
        emptyOutDir: true,
        manifest: true, // tools/pack.mjs takes it away
        target: 'es2022',
        assetsInlineLimit: 0, // the CSP knows no data: scripts or fonts
        modulePreload: { polyfill: false },
        rollupOptions: {
            input: { index: 'index.html', sw: 'src/worker/sw.ts' },
            output: {
                entryFileNames: (chunk) =>
                    (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
                codeSplitting: { groups: [{ name: 'first', test: FIRST, priority: 3 },
                    { name: 'controls', test: CONTROLS, priority: 2 },
                    { name: 'network', test: NETWORK, priority: 2 },
                    { name: 'behind', test: BEHIND, priority: 1 }] },
            },
        },
    },
    server: { proxy: { '/graphql': API } },
});
