// relay-compiler on the published schema: fragments, refetching, pages of a connection.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { origin, post } from './server.mjs';

const compiler = createRequire(import.meta.url)('relay-compiler');

const documents = {
    RetailerName: `fragment RetailerName on Retailer { name }`,
    RetailerRow: `
        fragment RetailerRow on Retailer @refetchable(queryName: "RetailerRowAgain") {
            id
            ...RetailerName
        }`,
    RetailerPages: `
        fragment RetailerPages on Query
        @refetchable(queryName: "RetailerPagesNext")
        @argumentDefinitions(first: { type: "Int", defaultValue: 5 }, after: { type: "String" }) {
            retailers(first: $first, after: $after) @connection(key: "RetailerPages_retailers") {
                edges {
                    node {
                        ...RetailerRow
                    }
                }
            }
        }`,
    RetailerScreen: `query RetailerScreen { ...RetailerPages @arguments(first: 2) }`,
};

/* A project of such documents, compiled; gives the texts to send, by operation. */
function compiled(folder, schema) {
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'schema.graphql'), schema);
    writeFileSync(join(folder, 'relay.config.json'), JSON.stringify({
        language: 'javascript',
        src: './src',
        schema: './schema.graphql',
        persistConfig: { file: './persisted.json', algorithm: 'SHA256' },
    }));
    for (const [name, text] of Object.entries(documents))
        writeFileSync(join(folder, 'src', `${name}.js`), `graphql\`${text}\`;\n`);
    writeFileSync(join(folder, 'persisted.json'), '{}');
    execFileSync(compiler, ['relay.config.json'], { cwd: folder, stdio: 'pipe' });
    return Object.values(JSON.parse(readFileSync(join(folder, 'persisted.json'), 'utf8')));
}

test('it compiles, and what it made of the documents is answered', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sc-relay-'));
    try {
        const schema = await (await fetch(`${origin}/schema.graphql`)).text();
        const texts = compiled(folder, schema);
        assert.equal(readdirSync(join(folder, 'src', '__generated__')).length, 6);
        const screen = texts.find((text) => text.includes('query RetailerScreen'));
        const first = await (await post({ query: screen })).json();
        assert.equal(first.errors, undefined);
        const { edges, pageInfo } = first.data.retailers;
        assert.equal(edges.length, 2);
        const next = texts.find((text) => text.includes('query RetailerPagesNext'));
        const second = await (await post({
            query: next,
            variables: { first: 1, after: pageInfo.endCursor },
        })).json();
        assert.equal(second.errors, undefined);
        assert.notEqual(second.data.retailers.edges[0].node.id, edges[1].node.id);
        const again = texts.find((text) => text.includes('query RetailerRowAgain'));
        const { id } = edges[0].node;
        const third = await (await post({ query: again, variables: { id } })).json();
        assert.equal(third.errors, undefined);
        assert.equal(third.data.node.id, id);
    } finally {
        rmSync(folder, { recursive: true });
    }
});
