// The audits of GraphQL over HTTP, as npm's graphql-http publishes them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { serverAudits } from 'graphql-http';
import { endpoint } from './server.mjs';

const AUDITS = 61; // of version 1.23.1

const audits = serverAudits({ url: endpoint, fetchFn: fetch });

test('none is missing', () => assert.equal(audits.length, AUDITS));

for (const audit of audits)
    test(`${audit.id}: ${audit.name}`, async () => {
        const result = await audit.fn();
        await result.response?.body?.cancel().catch(() => {});
        assert.equal(result.status, 'ok', result.reason);
    });
