// urql: queries by POST and by GET, errors, persisted queries.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Client, cacheExchange, fetchExchange, gql } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { endpoint } from './server.mjs';
import { hash, trusted } from './trusted.mjs';

const RETAILERS = gql`
    query Retailers($first: Int!) {
        retailers(first: $first) {
            nodes {
                id
                name
            }
        }
    }
`;

/* Such a client, and what it sends. */
function watched(options, exchanges = [cacheExchange, fetchExchange]) {
    const sent = [];
    const client = new Client({
        url: endpoint,
        exchanges,
        fetch: (url, init) => {
            sent.push({ method: init.method, url, body: init.body && JSON.parse(init.body) });
            return fetch(url, init);
        },
        ...options,
    });
    return { client, sent };
}

for (const [method, preferGetMethod] of [['POST', false], ['GET', 'force']]) {
    test(`a query by ${method}`, async () => {
        const { client, sent } = watched({ preferGetMethod });
        const { data, error } = await client.query(RETAILERS, { first: 2 }).toPromise();
        assert.equal(error, undefined);
        assert.equal(data.retailers.nodes.length, 2);
        assert.equal(data.retailers.nodes[0].__typename, 'Retailer');
        assert.equal(sent[0].method, method);
    });

    test(`a wrong variable by ${method}`, async () => {
        const { client } = watched({ preferGetMethod });
        const { data, error } = await client.query(RETAILERS, { first: 'two' }).toPromise();
        assert.equal(data, undefined);
        assert.equal(error.networkError, undefined);
        assert.equal(error.graphQLErrors[0].extensions.code, 'BAD_USER_INPUT');
    });
}

for (const [method, preferGetForPersistedQueries] of [['POST', false], ['GET', 'force']])
    test(`a persisted query is found by its hash alone by ${method}, else sent whole`, async () => {
        const exchanges = [
            persistedExchange({
                preferGetForPersistedQueries,
                generateHash: async (text) => hash(text),
            }),
            fetchExchange,
        ];
        const { client, sent } = watched({ preferGetMethod: false }, exchanges);
        const known = await client.query(trusted('TrustedRetailers'), {}).toPromise();
        assert.equal(known.error, undefined);
        assert.ok(known.data.retailers.edges.length > 0);
        assert.equal(sent.length, 1);
        assert.equal(sent[0].method, method);
        const unknown = await client.query(RETAILERS, { first: 1 }).toPromise();
        assert.equal(unknown.error, undefined);
        assert.equal(unknown.data.retailers.nodes.length, 1);
        assert.equal(sent.length, 3);
    });
