// graphql-js on our introspection: a client's schema is made of it, and is the one we publish.
import assert from 'node:assert/strict';
import test from 'node:test';
import {
    buildClientSchema,
    buildSchema,
    getIntrospectionQuery,
    lexicographicSortSchema,
    printSchema,
    validateSchema,
} from 'graphql';
import { origin, post } from './server.mjs';

async function introspected() {
    const query = getIntrospectionQuery({
        directiveIsRepeatable: true,
        inputValueDeprecation: true,
        oneOf: true,
        schemaDescription: true,
        specifiedByUrl: true,
    });
    const answer = await (await post({ query })).json();
    assert.equal(answer.errors, undefined);
    return buildClientSchema(answer.data);
}

async function published() {
    const response = await fetch(`${origin}/schema.graphql`);
    assert.equal(response.status, 200);
    return buildSchema(await response.text());
}

test('it is a valid schema', async () => {
    assert.deepEqual(validateSchema(await introspected()), []);
});

test('it says what the published schema says', async () => {
    const [ours, theirs] = await Promise.all([introspected(), published()]);
    assert.equal(printSchema(lexicographicSortSchema(ours)),
        printSchema(lexicographicSortSchema(theirs)));
});
