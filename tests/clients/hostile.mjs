// What people send who mean harm: each is answered, cheaply and without a word about our insides,
// and the next honest request is served at once.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import net from 'node:net';
import { env } from 'node:process';
import test from 'node:test';
import { get, origin, post } from './server.mjs';

const CPU_MAX_MS = 50 * Number(env.SC_SLOWER ?? 1); // sanitizers slow all that they watch
const HONEST_MS = 2000 * Number(env.SC_SLOWER ?? 1);
const INSIDES = /\.c:|src\/|libpq|SQLSTATE|relation "|0x7f|stack/;

// Limits of src/gateway/gateway.h, graphql/parse.h, graphql/cost.h and net/http_server.h.
const BODY_MAX = 256 * 1024;
const TEXT_MAX = 100 * 1024;
const TOKENS_MAX = 2000;
const SELECTIONS_MAX = 64;
const VALUES_MAX = 32;
const ALIASES_MAX = 100;
const DIRECTIVES_MAX = 50;
const HEADERS_MAX = 16 * 1024;
const URL_MAX = 8 * 1024;

/* CPU time of the server so far, all threads, in ms. */
function cpuMs() {
    const folder = `/proc/${env.SC_SERVER_PID}/task`;
    const ofThread = (id) => {
        try {
            return Number(readFileSync(`${folder}/${id}/schedstat`, 'utf8').split(' ')[0]);
        } catch {
            return 0; // it has just ended
        }
    };
    return readdirSync(folder).reduce((sum, id) => sum + ofThread(id), 0) / 1e6;
}

/* Sends bytes as they are on a connection of its own; all that comes back until it is closed. */
function raw(bytes) {
    const { hostname, port } = new URL(origin);
    return new Promise((resolve, reject) => {
        let text = '';
        const socket = net.connect(Number(port), hostname, () => socket.write(bytes));
        socket.setEncoding('latin1');
        socket.on('data', (data) => { text += data; });
        socket.on('error', (error) => (error.code === 'ECONNRESET' || error.code === 'EPIPE'
            ? resolve(text) : reject(error)));
        socket.on('close', () => resolve(text));
    });
}

async function checkHonest() {
    const from = performance.now();
    const response = await get({ query: '{ __typename }' });
    assert.equal(response.status, 200);
    assert.deepEqual((await response.json()).data, { __typename: 'Query' });
    assert.ok(performance.now() - from < HONEST_MS, 'an honest request had to wait');
}

function checkCode(code, headers, text) {
    assert.doesNotMatch(text, INSIDES);
    if (code >= 500) {
        assert.equal(code, 503);
        assert.ok(headers.get('retry-after'));
    }
}

/* A test of one request: `expected` is an error's code, an HTTP code, or nothing of the kind. */
function hostile(name, send, expected) {
    test(name, async () => {
        await checkHonest();
        const before = cpuMs();
        const response = await send();
        const text = await response.text();
        const used = cpuMs() - before;
        checkCode(response.status, response.headers, text);
        if (typeof expected === 'number') assert.equal(response.status, expected, text);
        if (typeof expected === 'string')
            assert.equal(JSON.parse(text).errors[0].extensions.code, expected, text.slice(0, 500));
        assert.ok(used <= CPU_MAX_MS, `it took ${used.toFixed(1)} ms of CPU`);
        await checkHonest();
    });
}

function document(name, query, expected) {
    hostile(name, () => post({ query }), expected);
}

function numbered(count, one) {
    return Array.from({ length: count }, (_, i) => one(i)).join(' ');
}

const accept = { accept: 'application/graphql-response+json' };
const PARSE = 'GRAPHQL_PARSE_FAILED';
const VALIDATION = 'GRAPHQL_VALIDATION_FAILED';
const DEPTH = 'DEPTH_LIMIT';

/* Deep. */
const nested = (depth, inner) => `${'{a'.repeat(depth)}${inner}${'}'.repeat(depth)}`;
document('selections one deeper than the limit', nested(SELECTIONS_MAX, '{a}'), DEPTH);
document('selections 10,000 deep', nested(10000, ''), DEPTH);
document('selections 10,000 deep that never end', '{a'.repeat(10000), DEPTH);
document('a list one deeper than the limit',
    `{a(b:${'['.repeat(VALUES_MAX + 1)}${']'.repeat(VALUES_MAX + 1)})}`, DEPTH);
document('lists 40,000 deep', `{a(b:${'['.repeat(40000)}${']'.repeat(40000)})}`, DEPTH);
document('objects 10,000 deep', `{a(b:${'{c:'.repeat(10000)}1${'}'.repeat(10000)})}`, DEPTH);
document('a type 10,000 lists deep',
    `query($a:${'['.repeat(10000)}Int${']'.repeat(10000)}){a}`, DEPTH);
document('introspection that goes round and round',
    `{__schema{types${'{fields{type{fields{type'.repeat(12)}{name}${'}}}}'.repeat(12)}}}`);

/* Long. */
document('200,000 tokens', `{${'a '.repeat(200000)}}`, 413);
document('100,000 tokens of a byte each', '!'.repeat(100000), PARSE);
document('one token over the limit', `{${'a '.repeat(TOKENS_MAX - 1)}}`, PARSE);
document('as many as the limit', `{${'__typename '.repeat(TOKENS_MAX - 2)}}`);
document('a document one byte over the limit',
    `{__typename}#${'x'.repeat(TEXT_MAX - 12)}`, PARSE);
document('as long as the limit', `{__typename}#${'x'.repeat(TEXT_MAX - 13)}`, 200);
document('a name of 100,000 bytes', `{${'a'.repeat(100000)}}`, VALIDATION);
document('a string of 100,000 quotes', `{a(b:"${'\\"'.repeat(50000)}")}`, VALIDATION);
document('a block string of 30,000 lines', `{a(b:"""${' \n'.repeat(45000)}""")}`, VALIDATION);
document('a number of 100,000 digits', `{a(b:${'9'.repeat(100000)})}`, VALIDATION);
document('1,900 fields that do not exist', `{${numbered(950, (i) => `r${i}`)}}`, VALIDATION);
document('names that are nearly others', `{${numbered(900, (i) => `retailer${i % 10}`)}}`,
    VALIDATION);

/* Many. */
document('one alias over the limit', `{${numbered(ALIASES_MAX + 1, (i) => `a${i}:__typename`)}}`);
document('600 aliases', `{${numbered(600, (i) => `a${i}:__typename`)}}`);
document('one directive over the limit',
    `{__typename ${'@include(if:true)'.repeat(DIRECTIVES_MAX + 1)}}`);
document('300 directives', `{__typename ${'@include(if:true)'.repeat(300)}}`);
document('400 variables', `query(${numbered(400, (i) => `$v${i}:Int`)}){__typename}`, VALIDATION);
document('600 operations', numbered(500, (i) => `query q${i}{a}`));

/* Fragments. */
const doubling = (count, last) => '{...f0}' + numbered(count, (i) =>
    `fragment f${i} on Query{...f${i + 1} ...f${i + 1}}`) + ` fragment f${count} on Query{${last}}`;
document('fragments that double a hundred times', doubling(100, '__typename'));
document('the same, with a conflict below',
    doubling(100, 'a:__typename a:__schema{queryType{name}}'));
document('fragments that go round', doubling(100, '...f0'), VALIDATION);
document('20 fragments, each spreading each', '{...f0}' + numbered(20, (i) =>
    `fragment f${i} on Query{${numbered(20, (k) => `...f${k}`)}}`), VALIDATION);

/* Fields that may conflict: each pair of them is to be compared. */
const overlapping = (outer, inner) => `{${numbered(outer, () =>
    `... on Query{${numbered(inner, (k) => `a${k}:retailers(first:1){nodes{id}}`)}}`)}}`;
document('60 x 60 overlapping inline fragments, 131 KB', overlapping(60, 60));
document('as many as the limit of tokens has place for', overlapping(11, 11));
document('overlapping fields of one name',
    `{${'retailers(first:1){nodes{id name}} '.repeat(140)}}`);
document('fields in fields in fields of one name',
    `{${'x:retailers(first:1){nodes{x:id x:id x:id x:id x:id}}'.repeat(80)}}`);

/* Costly. */
document('lists in lists in lists', `{retailers(first:100){nodes{stores(first:100){nodes{
    deals(first:100){nodes{id}}}}}}}`, 'COST_LIMIT');
document('the same by a page of -1', '{retailers(first:-1){nodes{id}}}');
document('the same by a page of 2^31', '{retailers(first:2147483648){nodes{id}}}', VALIDATION);

/* JSON. */
const body = (name, text, expected) =>
    hostile(name, () => post(text, accept), expected);
const variables = (value) => `{"query":"query($a:Int){__typename}","variables":{"a":${value}}}`;
body('lists 10,000 deep', '['.repeat(10000) + ']'.repeat(10000), 400);
body('lists 10,000 deep in a variable', variables('['.repeat(10000) + ']'.repeat(10000)), 400);
body('objects 10,000 deep', '{"a":'.repeat(10000) + '1' + '}'.repeat(10000), 400);
body('lists that never end', '['.repeat(100000), 400);
body('20,000 members', `{"query":"{__typename}",${Array.from({ length: 20000 }, (_, i) =>
    `"m${i}":0`).join()}}`);
body('a list of 100,000 in a variable', variables(`[${'1,'.repeat(99999)}1]`), 400);
body('a number of 100,000 digits', variables('9'.repeat(100000)), 400);
body('a number without end', variables('1e999999999'), 400);
body('a lone surrogate in a query', '{"query":"{a(b:\\"\\ud800\\")}"}', 400);
body('a lone surrogate in a string of the query',
    '{"query":"{a(b:\\"\\\\ud800\\")}"}', 400);
body('a lone surrogate in a variable', variables('"\\udc00"'), 400);
body('a lone surrogate in a name', '{"query":"{__typename}","operationName":"\\ud83d"}', 400);
body('bytes that are no UTF-8', Buffer.from('{"query":"{\xff\xfe}"}', 'latin1').toString('latin1'),
    400);
body('a zero byte', '{"query":"{__typename}\\u0000"}', 400);
body('no query', '{}', 400);
body('a query that is a number', '{"query":1}', 400);
body('nothing', '', 400);

/* HTTP. */
const QUERY = '{"query":"{__typename}"}';
const head = (...lines) => ['POST /graphql HTTP/1.1', ...lines].join('\r\n') + '\r\n\r\n';
const HOST = 'Host: localhost';
const JSON_TYPE = 'Content-Type: application/json';
const CLOSE = 'Connection: close';
const length = (n) => `Content-Length: ${n}`;

/* Its answer has this code, and no second request was seen behind the first. */
function wire(name, bytes, code) {
    test(name, async () => {
        const before = cpuMs();
        const text = await raw(bytes);
        const used = cpuMs() - before;
        assert.match(text, new RegExp(`^HTTP/1\\.1 ${code} `));
        if (code !== 200) assert.doesNotMatch(text, /^HTTP\/1\.1 200 /m);
        assert.doesNotMatch(text, INSIDES);
        assert.ok(used <= CPU_MAX_MS, `it took ${used.toFixed(1)} ms of CPU`);
        await checkHonest();
    });
}

const smuggled = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n';
wire('two lengths that differ',
    head(HOST, JSON_TYPE, length(QUERY.length), length(5)) + QUERY, 400);
wire('two lengths that do not',
    head(HOST, JSON_TYPE, length(QUERY.length), length(QUERY.length)) + QUERY, 400);
wire('a length beside chunks', head(HOST, JSON_TYPE, length(5), 'Transfer-Encoding: chunked') +
    `0\r\n\r\n${smuggled}`, 400);
wire('a length below zero', head(HOST, JSON_TYPE, length(-1)) + QUERY, 400);
wire('a length that is none', head(HOST, JSON_TYPE, length('1x')) + QUERY, 400);
wire('no host', head(JSON_TYPE, length(QUERY.length)) + QUERY, 400);
wire('two hosts', head(HOST, HOST, JSON_TYPE, length(QUERY.length)) + QUERY, 400);
wire('headers over the limit', head(HOST, CLOSE, `X-Long: ${'x'.repeat(HEADERS_MAX)}`), 431);
wire('a thousand headers', head(HOST, CLOSE, ...Array(3000).fill('X-Many: 1')), 431);
wire('a body over the limit', head(HOST, CLOSE, JSON_TYPE, length(BODY_MAX + 1)) +
    ' '.repeat(BODY_MAX + 1), 413);
wire('a body over the limit, in chunks',
    head(HOST, CLOSE, JSON_TYPE, 'Transfer-Encoding: chunked') +
    `${(BODY_MAX + 1).toString(16)}\r\n${' '.repeat(BODY_MAX + 1)}\r\n0\r\n\r\n`, 413);
wire('a body of the limit', head(HOST, CLOSE, JSON_TYPE, length(BODY_MAX)) +
    QUERY.padEnd(BODY_MAX), 200);
wire('a path over the limit', `GET /${'x'.repeat(URL_MAX)} HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
    414);

/* A connection that sends a byte now and then; when it was closed, in ms from its beginning. */
function dripping(first, byte) {
    const { hostname, port } = new URL(origin);
    const from = performance.now();
    return new Promise((resolve) => {
        const socket = net.connect(Number(port), hostname, () => socket.write(first));
        const timer = setInterval(() => socket.write(byte), 500);
        socket.on('data', () => {});
        socket.on('error', () => {});
        socket.on('close', () => {
            clearInterval(timer);
            resolve(performance.now() - from);
        });
    });
}

test('slow senders are cut, and others do not wait for them', { timeout: 60000 }, async () => {
    const slow = Promise.all([
        ...Array.from({ length: 100 }, () => dripping(head(HOST).slice(0, -4), 'x')),
        ...Array.from({ length: 100 }, () =>
            dripping(head(HOST, JSON_TYPE, length(1000)), ' ')),
    ]);
    await checkHonest();
    const times = await slow;
    assert.ok(Math.max(...times) < 30000, `the last was cut after ${Math.max(...times)} ms`);
    await checkHonest();
});

test('a thousand connections that ask nothing', async () => {
    const { hostname, port } = new URL(origin);
    const sockets = await Promise.all(Array.from({ length: 1000 }, () => new Promise((resolve) => {
        const socket = net.connect(Number(port), hostname, () => resolve(socket));
        socket.on('error', () => resolve(socket));
    })));
    await checkHonest();
    for (const socket of sockets) socket.destroy();
    await checkHonest();
});
