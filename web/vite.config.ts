import { defineConfig } from 'vite';

/* `npm run dev` asks the server of ./dev up. */
const API = 'http://127.0.0.1:8080';

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
            },
        },
    },
    server: { proxy: { '/graphql': API } },
});
