// graphql-sse's client, a connection an operation.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { env, exit } from 'node:process';
import test, { after } from 'node:test';
import { promisify } from 'node:util';
import { createClient } from 'graphql-sse';
import { endpoint, operator } from './server.mjs';

const PROGRESS = 'subscription { importProgress { path isComplete } }';

function client(headers) {
    return createClient({ url: endpoint, headers, retryAttempts: 0, singleConnection: false });
}

test('a query is a stream of one result', async () => {
    const results = [];
    for await (const result of client({}).iterate({ query: '{ __typename }' }))
        results.push(result);
    assert.deepEqual(results.map(({ data }) => data), [{ __typename: 'Query' }]);
});

test('an operation that is no good arrives as a result with errors', async () => {
    const results = [];
    for await (const result of client({}).iterate({ query: 'subscription { nothing }' }))
        results.push(result);
    assert.equal(results.length, 1);
    assert.equal(results[0].errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
});

test('the progress of imports is not for everybody', async () => {
    const results = [];
    for await (const result of client({}).iterate({ query: PROGRESS }))
        results.push(result);
    assert.equal(results.length, 1);
    assert.equal(results[0].data?.importProgress ?? null, null);
    assert.match(results[0].errors[0].extensions.code, /^(UNAUTHENTICATED|FORBIDDEN)$/);
});

test('an operator sees an import go by', { timeout: 60000 }, async () => {
    const sse = client(operator);
    const stream = sse.iterate({ query: PROGRESS });
    const first = stream.next();
    await promisify(execFile)(env.SC_PROGRAM, ['import', env.SC_IMPORT]);
    const { value } = await first;
    assert.equal(value.errors, undefined);
    assert.match(value.data.importProgress.path, /tomorrow/);
    await stream.return();
    sse.dispose();
});

// Node 18 may go on waiting for a stream that was let go while events still came.
after(() => setTimeout(exit, 1000).unref());
