// trusted.mjs FILE - writes the manifest of trusted documents that the server under test is given.
//
// Printed, and with __typename in each selection, as Apollo Client and urql send
// what they ask: so they find their documents by hash.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parse, print } from 'graphql';

const texts = [
    `query TrustedRetailers {
        retailers(first: 2) {
            edges {
                node {
                    id
                    name
                    __typename
                }
                __typename
            }
            __typename
        }
    }`,
    `query TrustedPage($first: Int, $after: String) {
        retailers(first: $first, after: $after) {
            nodes {
                id
                __typename
            }
            __typename
        }
    }`,
].map((text) => print(parse(text)));

export function hash(text) {
    return createHash('sha256').update(text).digest('hex');
}

/* The text of a trusted document, by its operation's name. */
export function trusted(name) {
    return texts.find((text) => text.startsWith(`query ${name}`));
}

if (argv[1] === fileURLToPath(import.meta.url)) {
    const manifest = Object.fromEntries(texts.map((text) => [`sha256:${hash(text)}`, text]));
    writeFileSync(argv[2], JSON.stringify(manifest, null, 4));
}
