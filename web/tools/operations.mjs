// operations.mjs [--check] - what the app asks of the API, checked and typed.
//
// Reads src/**/*.graphql, validates each against ../schema, and writes
//   <file>.ts        beside each file: an object and types for each of its operations
//   src/api/types.ts enums, inputs and fragments
//   documents.json   the trusted documents, by hash, that the server is given
// --check writes nothing, and fails where what is there is not what would be written.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { argv, exit } from 'node:process';
import {
    buildASTSchema, getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType,
    isInterfaceType, isObjectType, Kind, NoUnusedFragmentsRule, parse, print, specifiedRules, typeFromAST, validate,
} from 'graphql';

const SCALARS = {
    ID: 'string', String: 'string', DateTime: 'string', Boolean: 'boolean',
    Int: 'number', Long: 'number', Float: 'number',
};

function fail(message) {
    console.error(`operations: ${message}`);
    exit(1);
}

function documentsIn(folder) {
    return readdirSync(folder, { recursive: true }).filter((path) => path.endsWith('.graphql')).sort()
        .map((path) => [`${folder}/${path}`, readFileSync(`${folder}/${path}`, 'utf8')]);
}

const joined = (documents) => documents.map(([, text]) => text).join('\n');

const schema = buildASTSchema(parse(joined(documentsIn('../schema'))),
    { assumeValidSDL: true });
const sources = documentsIn('src');
const document = parse(joined(sources));
const errors = validate(schema, document, specifiedRules.filter((r) => r !== NoUnusedFragmentsRule));
if (errors.length > 0)
    fail(errors.map((e) => `${e.message}\n${e.source?.body.slice(0, 0) ?? ''}` +
        `${print(e.nodes?.[0] ?? document)}`).join('\n'));

const fragments = new Map(document.definitions
    .filter((d) => d.kind === Kind.FRAGMENT_DEFINITION).map((d) => [d.name.value, d]));
const enums = new Set();
const inputs = new Set();

// All fields of a selection, those of fragments with them; of one name those selections together.
function fieldsOf(selections, found = new Map()) {
    for (const selection of selections) {
        if (selection.kind === Kind.FIELD) {
            const key = (selection.alias ?? selection.name).value;
            const before = found.get(key);
            found.set(key, {
                name: selection.name.value,
                selections: [...(before?.selections ?? []),
                    ...(selection.selectionSet?.selections ?? [])],
            });
        } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
            fieldsOf(fragments.get(selection.name.value).selectionSet.selections, found);
        } else {
            fail('inline fragments are not typed: ask for the object by its own field');
        }
    }
    return found;
}

// The fragments to be named; none where a field is of two of them, or of one and beside it: those
// are typed together.
function spreadsOf(selections) {
    const keys = selections.flatMap((s) => [...fieldsOf([s]).keys()]);
    return new Set(keys).size < keys.length ? []
        : selections.filter((s) => s.kind === Kind.FRAGMENT_SPREAD);
}

function nameOf(type) {
    if (isEnumType(type))
        enums.add(type);
    if (isInputObjectType(type) && !inputs.has(type)) {
        inputs.add(type);
        Object.values(type.getFields()).forEach((field) => nameOf(getNamedType(field.type)));
    }
    return SCALARS[type.name] ?? type.name;
}

function onlyTypeOf(selections) {
    const types = new Set(selections.map((s) => (s.kind === Kind.FRAGMENT_SPREAD
        ? fragments.get(s.name.value).typeCondition.name.value
        : fail('of an interface ask for a fragment of one of its types'))));
    if (types.size !== 1)
        fail('of an interface ask for one of its types at a time');
    return schema.getType([...types][0]);
}

function typed(type, selections, indent) {
    if (isNonNullType(type))
        return typedNonNull(type.ofType, selections, indent);
    return `${typedNonNull(type, selections, indent)} | null`;
}

function typedNonNull(type, selections, indent) {
    if (isListType(type)) {
        const of = typed(type.ofType, selections, indent);
        return /[|&]/.test(of) ? `(${of})[]` : `${of}[]`;
    }
    if (isInterfaceType(type)) // asked for as one of its types alone
        return typedNonNull(onlyTypeOf(selections), selections, indent);
    if (!isObjectType(type))
        return nameOf(type);
    const spreads = spreadsOf(selections);
    const own = selections.filter((s) => !spreads.includes(s));
    return [...spreads.map((s) => s.name.value), ...own.length > 0 ? [fieldsTyped(type, own, indent)] : []]
        .join(' & ');
}

function fieldsTyped(type, selections, indent) {
    const inner = `${indent}    `;
    const lines = [...fieldsOf(selections)].map(([key, field]) => {
        const of = field.name === '__typename' ? `'${type.name}'`
            : typed(type.getFields()[field.name].type, field.selections, inner);
        return `${inner}${key}: ${of};\n`;
    });
    return `{\n${lines.join('')}${indent}}`;
}

// What is given: what may be left out is marked so.
function given(name, type, hasDefault, indent) {
    const optional = hasDefault || !isNonNullType(type) ? '?' : '';
    const strip = (t) => (isNonNullType(t) ? t.ofType : t);
    const inner = (t) => (isListType(strip(t))
        ? `${inner(strip(t).ofType)}[]` : nameOf(getNamedType(t)));
    return `${indent}${name}${optional}: ${inner(type)}${isNonNullType(type) ? '' : ' | null'};\n`;
}

function textOf(operation) {
    const wanted = new Set();
    const walk = (selections) => selections.forEach((s) => {
        if (s.kind === Kind.FRAGMENT_SPREAD && !wanted.has(s.name.value)) {
            wanted.add(s.name.value);
            walk(fragments.get(s.name.value).selectionSet.selections);
        } else if (s.selectionSet) {
            walk(s.selectionSet.selections);
        }
    });
    walk(operation.selectionSet.selections);
    return [operation, ...[...wanted].sort().map((name) => fragments.get(name))]
        .map(print).join('\n').replace(/\s+/g, ' ').trim();
}

const manifest = {};
const roots = { query: schema.getQueryType(), mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType() };

function operationOf(definition) {
    const name = definition.name?.value ?? fail('an operation has no name');
    const text = textOf(definition);
    const id = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    const lower = name[0].toLowerCase() + name.slice(1);
    const variables = (definition.variableDefinitions ?? []).map((v) => given(v.variable.name.value,
        typeFromAST(schema, v.type), v.defaultValue !== undefined, '    ')).join('');
    manifest[id] = text;
    return `export type ${name} = ${typedNonNull(roots[definition.operation],
        definition.selectionSet.selections, '')};\n` +
        `export interface ${name}Variables {\n${variables}}\n` +
        `export const ${lower}: Operation<${name}, ${name}Variables> = {\n` +
        `    id: '${id}',\n    name: '${name}',\n};\n`;
}

const rows = [...fragments.values()].map((f) => `export type ${f.name.value} = ${typedNonNull(
    schema.getType(f.typeCondition.name.value), f.selectionSet.selections, '')};\n`);
const MADE = '// Made by tools/operations.mjs: not to be edited.\n';
const files = {};
for (const [path, text] of sources) {
    const operations = parse(text).definitions
        .filter((d) => d.kind === Kind.OPERATION_DEFINITION).map(operationOf).join('\n');
    const named = [...[...enums, ...inputs].map((type) => type.name), ...fragments.keys()].sort()
        .filter((name) => new RegExp(`: [^']*\\b${name}\\b`).test(operations));
    const types = named.length === 0 ? ''
        : `import type { ${named.join(', ')} } from '../api/types.ts';\n`;
    files[`${path}.ts`] = `${MADE}import type { Operation } from '../api/ask.ts';\n${types}\n` +
        operations;
}
for (const input of inputs) // names the enums in them too
    Object.values(input.getFields()).forEach((field) => nameOf(getNamedType(field.type)));
const types = [
    ...[...enums].sort((a, b) => a.name.localeCompare(b.name)).map((type) =>
        `export type ${type.name} = ${type.getValues().map((v) => `'${v.name}'`).join(' | ')};\n`),
    ...[...inputs].sort((a, b) => a.name.localeCompare(b.name)).map((type) =>
        `export interface ${type.name} {\n${Object.values(type.getFields()).map((f) =>
            given(f.name, f.type, f.defaultValue !== undefined, '    ')).join('')}}\n`),
];
files['src/api/types.ts'] = `${MADE}\n${[...types, ...rows].join('\n')}`;
files['documents.json'] = `${JSON.stringify(manifest, null, 4)}\n`;

for (const [path, text] of Object.entries(files)) {
    let was = '';
    try {
        was = readFileSync(path, 'utf8');
    } catch { /* it is not there yet */ }
    if (was === text)
        continue;
    if (argv.includes('--check'))
        fail(`${path} is not what src/**/*.graphql says: npm run operations`);
    writeFileSync(path, text);
}
