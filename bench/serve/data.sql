-- The data set of `./dev bench serve`, in a database that is migrated and empty. Every run makes
-- the same rows; only the days on which deals begin and end follow the clock.
--
-- 20 retailers; 200 stores, ten of each; 50,000 products, each sold by two retailers; 500,000
-- prices, 2,500 a store; 20,000 deals that are on, each in five stores of its retailer.
-- 20,000 persons, each alone in a household with five stores, each of another retailer; 60,000
-- lists of 14 to 16 items, of which four in five are sold in the household's stores.

insert into retail.retailer (id, key, name, country)
select r, 'chain-' || r, 'Chain ' || r, 'IE'
from generate_series(1, 20) r;

-- Stores 5n + 1 .. 5n + 5 are neighbours.
insert into retail.store
    (id, retailer_id, code, name, city, lat, lon, kind, currency, time_zone, listed_by)
select s, (s - 1) % 20 + 1, 'S' || s, 'Chain ' || ((s - 1) % 20 + 1) || ' No. ' || s,
    'Town ' || ((s - 1) / 5), 51.5 + ((s - 1) / 5) * 0.05 + (s % 5) * 0.002, -8.5 + (s % 5) * 0.003,
    1, 'EUR', 'Europe/Dublin', 'bench'
from generate_series(1, 200) s;

insert into retail.product
    (id, gtin, name, brand, category, name_fold, brand_fold, category_fold, size_milli, size_unit,
    pack_count, is_weighed)
select p, 5390000000000 + p, n.name, n.brand, n.category, lower(n.name), lower(n.brand),
    lower(n.category), (p % 20 + 1) * 50000, p % 2 + 1, 1, false
from generate_series(1, 50000) p
cross join lateral (
    select
        (array['Golden', 'Organic', 'Fresh', 'Smoked', 'Crunchy', 'Classic', 'Mild'])[p % 7 + 1]
            || ' ' ||
        (array['Milk', 'Bread', 'Butter', 'Coffee', 'Tea', 'Rice', 'Pasta', 'Yogurt', 'Ham',
            'Beans', 'Soup'])[p % 11 + 1] || ' ' || p as name,
        'Brand ' || p % 400 as brand,
        'Category ' || p % 60 as category) n;

-- Retailer r sells the products of places 2,500 (r - 1) to 2,500 (r + 1): half of them with the
-- next one. Places are scattered over the ids, so that neighbours share no page of the disk.
create function pg_temp.product_at(place integer) returns bigint
language sql immutable
as $$ select place::bigint * 29989 % 50000 + 1 $$;

insert into retail.item
    (id, retailer_id, code, product_id, name, pack_count, is_weighed, facts_hash, facts_at)
select (r - 1) * 5000 + j, r, 'C' || j, pg_temp.product_at((r - 1) * 2500 + j - 1), 'Item ' || j, 1,
    false, 0, now()
from generate_series(1, 20) r, generate_series(1, 5000) j;

-- A store has every second item of its retailer, its neighbour of the same chain the others.
insert into retail.price
    (store_id, item_id, price_minor, deposit_minor, changed_at, row_hash, source, is_special)
select s.id, i.id, 49 + i.product_id * 7919 % 1500 + (s.id * 31 + i.id) % 40, 0, now(), 0, 'bench',
    false
from retail.store s
join retail.item i on i.retailer_id = s.retailer_id and (i.id + (s.id - 1) / 20) % 2 = 0
order by s.id, i.id;

insert into deals.deal
    (id, retailer_id, content_hash, source_id, text, kind, count, get, value, min_grams,
    basket_min_counts_own, starts_at, ends_at, audiences, item_id, product_id, currency)
select d, (d - 1) / 1000 + 1, decode(md5(d::text), 'hex'), 'D' || d,
    o.off || ' % off item ' || ((d - 1) % 1000) * 5 + 1, 'percent_off', 1, 0, o.off * 100, 0, true,
    date_trunc('day', now()) - interval '1 day',
    date_trunc('day', now()) + (d % 28 + 2) * interval '1 day', '{}',
    i.id, i.product_id, 'EUR'
from generate_series(1, 20000) d
cross join lateral (select 5 + d * 7 % 46 as off) o
join retail.item i on i.id = (d - 1) / 1000 * 5000 + (d - 1) % 1000 * 5 + 1;

insert into deals.deal_item (deal_id, retailer_id, is_get, code)
select d.id, d.retailer_id, false, 'C' || ((d.id - 1) % 1000) * 5 + 1
from deals.deal d;

insert into deals.deal_store (store_id, deal_id, source, since_at)
select s.id, d.id, 'bench', now()
from retail.store s
join deals.deal d on d.retailer_id = s.retailer_id and (d.id + (s.id - 1) / 20) % 2 = 0
order by s.id, d.id;

-- Persons 1,000,001 to 1,020,000, each the owner of household 2,000,001 to 2,020,000.
insert into accounts.person (id, country)
select 1000000 + u, 'IE'
from generate_series(1, 20000) u;

insert into accounts.household (id, name, country)
select 2000000 + u, 'Home', 'IE'
from generate_series(1, 20000) u;

insert into accounts.member (household_id, person_id, role)
select 2000000 + u, 1000000 + u, 'owner'
from generate_series(1, 20000) u;

insert into accounts.household_store (household_id, store_id, place, is_favourite)
select 2000000 + u, s.id, row_number() over (partition by u order by s.id), false
from generate_series(1, 20000) u
join retail.store s on (s.id - 1) / 5 = u % 40;

insert into lists.list (id, household_id, name, made_by, item_count, row_count, seq)
select l, 2000000 + l % 20000 + 1, 'List ' || l, 1000000 + l % 20000 + 1, 14 + l % 3, 14 + l % 3,
    14 + l % 3
from generate_series(1, 60000) l;

-- The five chains of a neighbourhood sell what lies at 15,000 places from the first one's on, and
-- their stores there every second of it. An item's id is made of the numbers of list and item.
insert into lists.item (list_id, id, seq, name, typed_milli, stepped_milli, quantity_milli,
    product_id, position, is_ticked, is_deleted, stamps, added_by, changed_by)
select l, lpad(to_hex(l), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(n), 12, '0'), n,
    'Item ' || n, 1000 * (1 + (l + n) % 3), 0, 1000 * (1 + (l + n) % 3),
    pg_temp.product_at(case when n % 5 = 0 then (l * 7907 + n * 4801) % 50000
        else (u.near * 5 % 20 * 2500 + (l * 613 + n * 997) % 7500 * 2 + (u.near / 4 + 1) % 2)
            % 50000
        end),
    'V' || lpad(n::text, 2, '0'), n % 7 = 0, false, array_fill(''::text, array[10]),
    1000000 + l % 20000 + 1, 1000000 + l % 20000 + 1
from generate_series(1, 60000) l
cross join lateral (select (l % 20000 + 1) % 40 as near) u
cross join lateral generate_series(1, 14 + l % 3) n;

insert into lists.author (person_id, list_id)
select l.made_by, l.id from lists.list l;

-- The edits that made the items: ids of their own.
insert into lists.op (list_id, id, code, stamp)
select i.list_id, gen_random_uuid(), 'applied', '0197f4c1a2b3-0000-00000000deadbeef'
from lists.item i;

analyze;
