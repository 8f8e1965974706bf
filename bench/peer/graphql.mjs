// graphql-js's part of bench/graphql.c: the same document, CPU time a step, the quickest of 15 rounds.
import fs from 'node:fs';
import { buildSchema, parse, print, validate, version } from 'graphql';

const rounds = 15, roundUs = 100000;
const read = (name) => fs.readFileSync(new URL(`../graphql/${name}`, import.meta.url), 'utf8');
const sdl = read('schema.graphql'), text = read('query.graphql');
const schema = buildSchema(sdl), document = parse(text);
// In this order each is at its best: on Node 20 parse is several times slower behind buildSchema.
const steps = {
  parse: () => parse(text),
  validate: () => validate(schema, document),
  print: () => print(document),
  schema: () => buildSchema(sdl),
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
