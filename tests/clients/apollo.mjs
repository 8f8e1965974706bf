// Apollo Client: pages merged in its cache, errors told apart, GET, persisted queries.
import assert from 'node:assert/strict';
import test from 'node:test';
import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';
import { endpoint } from './server.mjs';
import { hash, trusted } from './trusted.mjs';

const RETAILER = gql`
    fragment RetailerName on Retailer {
        id
        name
    }
`;

const RETAILERS = gql`
    query Retailers($first: Int!, $after: String) {
        retailers(first: $first, after: $after) {
            edges {
                cursor
                node {
                    ...RetailerName
                }
            }
            pageInfo {
                hasNextPage
                endCursor
            }
        }
    }
    ${RETAILER}
`;

function client(link) {
    return new ApolloClient({
        link,
        cache: new InMemoryCache({
            typePolicies: { Query: { fields: { retailers: relayStylePagination() } } },
        }),
    });
}

test('pages are fetched one behind the other and merged', async () => {
    const apollo = client(new HttpLink({ uri: endpoint }));
    const first = await apollo.query({ query: RETAILERS, variables: { first: 1 } });
    assert.equal(first.data.retailers.edges.length, 1);
    const { endCursor, hasNextPage } = first.data.retailers.pageInfo;
    assert.equal(hasNextPage, true);
    await apollo.query({
        query: RETAILERS,
        variables: { first: 1, after: endCursor },
        fetchPolicy: 'network-only',
    });
    const { edges } = apollo.readQuery({ query: RETAILERS }).retailers;
    assert.equal(edges.length, 2);
    assert.notEqual(edges[0].node.id, edges[1].node.id);
});

test('an object is kept under its type and id', async () => {
    const apollo = client(new HttpLink({ uri: endpoint }));
    const { data } = await apollo.query({ query: RETAILERS, variables: { first: 1 } });
    const { id, name } = data.retailers.edges[0].node;
    const kept = apollo.readFragment({ id: `Retailer:${id}`, fragment: RETAILER });
    assert.equal(kept.name, name);
});

test('a query that is no good arrives as GraphQL errors', async () => {
    const apollo = client(new HttpLink({ uri: endpoint }));
    await assert.rejects(apollo.query({ query: gql`{ noSuchField }` }), (error) => {
        assert.ok(CombinedGraphQLErrors.is(error), String(error));
        assert.equal(error.errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
        return true;
    });
});

test('queries by GET', async () => {
    const apollo = client(new HttpLink({ uri: endpoint, useGETForQueries: true }));
    const { data } = await apollo.query({ query: RETAILERS, variables: { first: 2 } });
    assert.equal(data.retailers.edges.length, 2);
});

test('a persisted query is found by its hash alone, and an unknown one is sent whole', async () => {
    const bodies = [];
    const link = new PersistedQueryLink({ sha256: hash }).concat(new HttpLink({
        uri: endpoint,
        fetch: (uri, options) => {
            bodies.push(JSON.parse(options.body));
            return fetch(uri, options);
        },
    }));
    const apollo = new ApolloClient({ link, cache: new InMemoryCache() });
    const known = await apollo.query({ query: gql(trusted('TrustedRetailers')) });
    assert.ok(known.data.retailers.edges.length > 0);
    assert.equal(bodies.length, 1);
    assert.equal(bodies[0].query, undefined);
    const unknown = await apollo.query({ query: RETAILERS, variables: { first: 1 } });
    assert.equal(unknown.data.retailers.edges.length, 1);
    assert.equal(bodies.length, 3);
    assert.notEqual(bodies[2].query, undefined);
});
