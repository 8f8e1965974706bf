// server.mjs SCHEMA... - the peer of `./dev bench serve`: Mercurius, one statement a job.
//
// The same schema on the same database, as someone would write it who knows both well, but for
// accounts, rights and the merging of edits, which it has not: compiled queries, prepared
// statements, rows as they come rather than JSON made by PostgreSQL. Prints its address once it
// listens.
import { readFileSync } from 'node:fs';
import process, { argv, env } from 'node:process';
import Fastify from 'fastify';
import { parse, print, visit } from 'graphql';
import mercurius from 'mercurius';
import pg from 'pg';

const CONNECTIONS = 8;
// Else PostgreSQL plans some statements anew each time; and as ours are set (src/store/pg_url.h).
const SETTINGS =
    '-c timezone=UTC -c plan_cache_mode=force_generic_plan -c random_page_cost=1.1';

/* SMARTCART_DATABASE_URL as libpq takes it: keywords and values. */
function connection() {
    const words = Object.fromEntries([...env.SMARTCART_DATABASE_URL.matchAll(/(\w+)='?([^' ]*)'?/g)]
        .map(([, name, value]) => [name, value]));
    return { host: words.host, user: words.user, database: words.dbname, options: SETTINGS };
}

pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) =>
    `${text.slice(0, 10)}T${text.slice(11, 19)}Z`); // the server's zone is UTC
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
const pool = new pg.Pool({ ...connection(), max: CONNECTIONS });

const DEALS = `
    select d.id, d.text, d.value, d.ends_at, p.id as product_id, p.name as product_name, p.brand,
        r.id as retailer_id, r.name as retailer_name
    from (
        select a.deal_id, a.ends_at
        from deals.deal_store a
        where a.store_id = $1 and a.ends_at >= now() and a.starts_at <= now()
        order by a.ends_at, a.deal_id
        limit $2) o
    join deals.deal d on d.id = o.deal_id
    join retail.retailer r on r.id = d.retailer_id
    left join retail.item i on i.id = d.item_id
    left join retail.product p on p.id = i.product_id
    order by o.ends_at, o.deal_id`;

const LIST = `
    select l.name as list_name, i.id, i.quantity_milli, i.is_ticked, p.id as product_id, p.name,
        p.brand, b.store_id, b.price_minor, d.id as deal_id, d.text as deal_text,
        d.value as deal_value
    from lists.list l
    join lists.item i on i.list_id = l.id and not i.is_deleted
    join retail.product p on p.id = i.product_id
    left join lateral (
        select c.store_id, c.price_minor
        from retail.item o
        join accounts.household_store n on n.household_id = l.household_id
        join retail.store s on s.id = n.store_id and s.retailer_id = o.retailer_id
        join retail.price c on c.store_id = n.store_id and c.item_id = o.id
        where o.product_id = i.product_id
        order by c.price_minor, c.store_id
        limit 1) b on true
    left join lateral (
        select d.id, d.text, d.value
        from retail.item o
        join accounts.household_store n on n.household_id = l.household_id
        join retail.store s on s.id = n.store_id and s.retailer_id = o.retailer_id
        join deals.deal_item t on t.retailer_id = o.retailer_id and t.code = o.code
        join deals.deal_store a on a.store_id = n.store_id and a.deal_id = t.deal_id
        join deals.deal d on d.id = t.deal_id and d.ends_at > now()
        where o.product_id = i.product_id
        order by d.value desc, d.id
        limit 1) d on true
    where l.id = $1
    order by i.position
    limit $2`;

const TICK = `
    update lists.item
    set is_ticked = $3, changed_at = now()
    where list_id = $1 and id = $2
    returning id`;

async function deals(_, { store, first }) {
    const { rows } = await pool.query({ name: 'deals', text: DEALS, values: [store, first + 1] });
    const nodes = rows.slice(0, first).map((row) => ({
        id: row.id,
        text: row.text,
        percent: row.value / 100,
        endsAt: row.ends_at,
        product: { id: row.product_id, name: row.product_name, brand: row.brand },
        retailer: { id: row.retailer_id, name: row.retailer_name },
    }));
    return { nodes, pageInfo: { hasNextPage: rows.length > first } };
}

async function list(_, { id }) {
    const { rows } = await pool.query({ name: 'list', text: LIST, values: [id, 51] });
    const nodes = rows.slice(0, 50).map((row) => ({
        id: row.id,
        quantityMilli: row.quantity_milli,
        isTicked: row.is_ticked,
        product: { id: row.product_id, name: row.name, brand: row.brand },
        bestPrice: row.store_id && { storeId: row.store_id, minor: row.price_minor },
        bestDeal: row.deal_id &&
            { id: row.deal_id, text: row.deal_text, percent: row.deal_value / 100 },
    }));
    return rows.length > 0 ? { id, name: rows[0].list_name, items: { nodes } } : null;
}

/* Ticks one item; who may, which edit is the newer, and that it is done once is not looked at. */
async function applyOps(_, { ops: [op] }) {
    const { rows: [row] } = await pool.query({
        name: 'tick', text: TICK, values: [op.listId, op.itemId, op.isTicked],
    });
    return { answers: [{ id: op.id, code: row ? 'applied' : 'no_item' }] };
}

/* The schema without the directives that bind it in ours. */
function bare(sdl) {
    return print(visit(parse(sdl), { Directive: () => null }));
}

const app = Fastify();
await app.register(mercurius, {
    schema: bare(argv.slice(2).map((path) => readFileSync(path, 'utf8')).join('\n')),
    resolvers: { Query: { deals, list }, Mutation: { applyOps } },
    jit: 1,
});
console.log(`serving ${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`);
process.once('SIGTERM', async () => {
    await app.close();
    await pool.end();
});
