// What a browser can be made to send from another site, methods, and persisted documents.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { env } from 'node:process';
import test from 'node:test';
import { endpoint, get, post } from './server.mjs';
import { hash, trusted } from './trusted.mjs';

const QUERY = '{ __typename }';
const COOKIE = { cookie: 'session=stolen' };

for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data',
    'application/graphql', ''])
    test(`a body of type "${type}" is refused`, async () => {
        const body = new Blob([JSON.stringify({ query: QUERY })]);
        const response = await fetch(endpoint, {
            method: 'POST',
            headers: type ? { 'content-type': type } : {},
            body,
        });
        assert.equal(response.status, 415);
    });

test('a GET with cookies needs a header that no form can send', async () => {
    assert.equal((await get({ query: QUERY })).status, 200);
    assert.equal((await get({ query: QUERY }, COOKIE)).status, 403);
    const guarded = await get({ query: QUERY }, { ...COOKIE, 'x-requested-with': 'test' });
    assert.equal(guarded.status, 200);
});

test('or a trusted document', async () => {
    const documentId = `sha256:${hash(trusted('TrustedRetailers'))}`;
    assert.equal((await get({ documentId }, COOKIE)).status, 200);
});

/* Another server, of a schema with a mutation. */
async function withMutation(use) {
    const words = ['serve', '--port', '0', '--schema', 'tests/clients/mutation.graphql'];
    const server = spawn(env.SC_PROGRAM, words, { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
        const [line] = await once(server.stdout, 'data');
        await use(/http:\S+/.exec(line)[0]);
    } finally {
        server.kill();
        assert.deepEqual(await once(server, 'exit'), [0, null]);
    }
}

test('a mutation by GET is 405 with Allow', async () => {
    await withMutation(async (url) => {
        const query = 'mutation { __typename }';
        const refused = await fetch(`${url}?${new URLSearchParams({ query })}`);
        assert.equal(refused.status, 405);
        assert.equal(refused.headers.get('allow'), 'POST');
        const taken = await fetch(url, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ query }),
        });
        assert.deepEqual((await taken.json()).data, { __typename: 'Mutation' });
    });
});

for (const method of ['PUT', 'DELETE', 'PATCH'])
    test(`${method} is 405 with Allow`, async () => {
        const response = await fetch(endpoint, { method });
        assert.equal(response.status, 405);
        assert.match(response.headers.get('allow'), /GET.*POST/);
    });

test('a document by its id, with variables', async () => {
    const documentId = `sha256:${hash(trusted('TrustedPage'))}`;
    const answer = await (await post({ documentId, variables: { first: 1 } })).json();
    assert.equal(answer.errors, undefined);
    assert.equal(answer.data.retailers.nodes.length, 1);
});

test('an id that names nothing', async () => {
    const answer = await (await post({ documentId: `sha256:${hash('nothing')}` })).json();
    assert.equal(answer.errors[0].extensions.code, 'PERSISTED_QUERY_NOT_FOUND');
    assert.equal('data' in answer, false);
});

test('more than one operation a request is refused', async () => {
    const response = await post([{ query: QUERY }, { query: QUERY }]);
    assert.equal(response.status, 400);
});
