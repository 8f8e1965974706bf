// server.mjs - where the server under test is, as tests/api/clients_test.c says.
import { env } from 'node:process';

function told(name) {
    if (!env[name]) throw new Error(`${name} is not set: tests/api/clients_test.c sets it`);
    return env[name];
}

export const origin = told('SC_SERVER'); // "http://127.0.0.1:8080"
export const endpoint = `${origin}/graphql`;
export const operator = { authorization: `Bearer ${told('SC_OPERATOR_TOKEN')}` };

export function post(body, headers = {}) {
    return fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
    });
}

export function get(parameters, headers = {}) {
    return fetch(`${endpoint}?${new URLSearchParams(parameters)}`, { headers });
}
