/* The engine in the browser's form says what the program says, byte for byte. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { createEngine } from '../../src/engine/engine.ts';

const ROOT = new URL('../../../', import.meta.url);
const BUILD = process.env['SC_BUILD'] ?? new URL('build/release', ROOT).pathname;
const PROGRAM = `${BUILD}/smartcart`;
const engine = createEngine(new WebAssembly.Module(readFileSync(`${BUILD}/engine.wasm`)));

function documents(target: string): string[] {
    const folder = new URL(`tests/fuzz/seeds/${target}/`, ROOT);
    return readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
}

function told(word: string, document: string): string {
    const run = spawnSync(PROGRAM, [word], { input: document, encoding: 'utf8' });
    return run.status === 0 ? run.stdout.trimEnd() : run.stderr;
}

for (const [word, target, answer] of [
    ['plan', 'plan_json_fuzz', engine.plan],
    ['price', 'price_json_fuzz', engine.price],
] as const) {
    test(`${word}: the program's answers`, () => {
        let answered = 0;
        for (const document of documents(target)) {
            const wanted = told(word, document);
            let got = '';
            try {
                got = answer(document);
                answered++;
            } catch (error) {
                got = (error as Error).message;
            }
            assert.ok(wanted === got || wanted.includes(got), `${wanted}\n${got}`);
            assert.notEqual(got, '');
        }
        assert.ok(answered > 0);
    });
}

test('what is no document is refused with the place', () => {
    assert.throws(() => engine.plan('{"at": "2026-11-23T10:00:00Z"}'), /max_stores: is missing/);
    assert.throws(() => engine.plan('{'), /./);
});

test('one document after another, and no memory is kept', () => {
    const [document] = documents('plan_json_fuzz');
    assert.ok(document);
    const first = engine.plan(document);
    for (let i = 0; i < 200; i++)
        assert.equal(engine.plan(document), first);
});
