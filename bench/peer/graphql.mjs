// graphql-js's part of bench/graphql.c: the same document, CPU time a step, the quickest of 15 rounds.
import fs from 'node:fs';
import assert from 'node:assert';
import { buildSchema, executeSync, parse, print, validate, version } from 'graphql';

const rounds = 15, roundUs = 100000;
const read = (name) => fs.readFileSync(new URL(`../graphql/${name}`, import.meta.url), 'utf8');
const sdl = read('schema.graphql'), text = read('query.graphql');
const schema = buildSchema(sdl), document = parse(text);
// The answer that the engine wrote, made again from itself as data.
const told = JSON.parse(fs.readFileSync('var/bench-graphql.json', 'utf8'));
const run = { schema: buildSchema(told.sdl), document: parse(told.query), rootValue: JSON.parse(told.answer).data,
  variableValues: JSON.parse(told.variables) };
assert.equal(JSON.stringify(executeSync(run)), told.answer);
// In this order each is at its best: on Node 20 parse is several times slower behind buildSchema.
const steps = {
  parse: () => parse(text),
  validate: () => validate(schema, document),
  print: () => print(document),
  schema: () => buildSchema(sdl),
  answer: () => JSON.stringify(executeSync(run)),
};

const cpuUs = () => { const { user, system } = process.cpuUsage(); return user + system; };
console.log(`graphql-js ${version}:`);
for (const [name, run] of Object.entries(steps)) {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = cpuUs();
    let times = 0, used = 0;
    for (; used < roundUs; used = cpuUs() - start) for (let i = 0; i < 20; i++, times++) run();
    best = Math.min(best, used / times);
  }
  console.log(`${name.padEnd(10)} ${best.toFixed(1).padStart(8)} us`);
}
