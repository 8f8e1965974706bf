-- What the API reads: indexes in the order of its pages, and rows as it tells them. Views, so that
-- all loaders of a type tell the same; those named pub_ may be read by other services.

-- A page of a store's deals, soonest over first, is a walk along one index. A deal never changes,
-- so its times may be kept beside its stores.
alter table deals.deal_store add column starts_at timestamptz, add column ends_at timestamptz;
alter table deals.deal_chain add column starts_at timestamptz, add column ends_at timestamptz;

update deals.deal_store a set starts_at = d.starts_at, ends_at = d.ends_at
from deals.deal d
where d.id = a.deal_id;

update deals.deal_chain c set starts_at = d.starts_at, ends_at = d.ends_at
from deals.deal d
where d.id = c.deal_id;

-- For imports of the program before this migration, which give no times.
create function deals.take_times() returns trigger
language plpgsql
as $$
begin
    select d.starts_at, d.ends_at into new.starts_at, new.ends_at
    from deals.deal d
    where d.id = new.deal_id;
    return new;
end
$$;

create trigger take_times before insert on deals.deal_store
for each row when (new.ends_at is null) execute function deals.take_times();

create trigger take_times before insert on deals.deal_chain
for each row when (new.ends_at is null) execute function deals.take_times();

alter table deals.deal_store alter column starts_at set not null, alter column ends_at set not null;
alter table deals.deal_chain alter column starts_at set not null, alter column ends_at set not null;

-- What a deal is first about, of what the retailer sells: a deal may be known before its items, so
-- this is filled in after imports. Null: nothing that is known.
alter table deals.deal add column item_id bigint;

update deals.deal d
set item_id = (
    select i.id
    from deals.deal_item t
    join retail.item i on i.retailer_id = t.retailer_id and i.code = t.code
    where t.deal_id = d.id and not t.is_get
    order by t.code
    limit 1);

create index deal_unsettled on deals.deal (ends_at) where item_id is null;

create index deal_store_page on deals.deal_store (store_id, ends_at, deal_id) include (starts_at);
create index deal_store_deal on deals.deal_store (deal_id);
create index deal_chain_page on deals.deal_chain (retailer_id, ends_at, deal_id)
    include (starts_at);

create index product_category on retail.product (category, id)
    where category is not null and merged_into is null;

-- Metres along the earth's surface as a sphere, as domain/trip.c has it.
create function retail.metres(
    lat double precision, lon double precision, to_lat double precision, to_lon double precision)
returns double precision
language sql immutable parallel safe
return 2 * 6371008.8 * asin(least(1, sqrt(
    sin(radians(to_lat - lat) / 2) ^ 2
    + cos(radians(lat)) * cos(radians(to_lat)) * sin(radians(to_lon - lon) / 2) ^ 2)));

create view retail.pub_retailer as
select id, key, name, country from retail.retailer;

create view retail.pub_item as
select id, retailer_id, code, product_id, image_url from retail.item;

create view retail.pub_product as
select p.id, lpad(p.gtin::text, 14, '0') as gtin, p.name, p.brand, p.category,
    p.size_milli / 1000.0::double precision as size_amount,
    case p.size_unit
        when 1 then 'gram'
        when 2 then 'millilitre'
        when 3 then 'piece'
        when 4 then 'millimetre'
        when 5 then 'square_centimetre'
        end as size_unit,
    p.pack_count, p.is_weighed
from retail.product p
where p.merged_into is null;

-- The product that an id stands for: its own, or the one that it was merged into.
create view retail.pub_product_id as
select id, coalesce(merged_into, id) as product_id from retail.product;

create view retail.store_told as
select s.id, s.retailer_id, s.code, s.name, s.sub_chain, s.address, s.city, s.zip, s.lat, s.lon,
    case s.kind when 1 then 'shop' when 2 then 'online' when 3 then 'both' else 'unknown' end
        as kind,
    s.currency, s.time_zone, s.closed_at, r.key as retailer_key, r.name as retailer_name,
    r.country as retailer_country
from retail.store s
join retail.retailer r on r.id = s.retailer_id;

-- What the shelf says now: a special that is over gives way to the regular price, where that is
-- known. As old as the newest file that confirms it.
create view retail.price_told as
select p.store_id, p.item_id, i.product_id, i.retailer_id, coalesce(s.currency, 'XXX') as currency,
    i.code, i.name, i.is_weighed, n.price_minor,
    case when n.is_special then p.regular_minor end as regular_minor, n.is_special,
    case when n.is_special then p.special_from end as special_from,
    case when n.is_special then p.special_to end as special_to,
    case when n.is_special then p.low_30d_minor end as low_30d_minor,
    p.deposit_minor, p.is_outlier,
    case when i.is_weighed then n.price_minor
        else (2 * n.price_minor * u.per_milli + i.size_milli) / (2 * i.size_milli)
        end as unit_price_minor,
    case when i.is_weighed then 'kilogram' else u.unit end as unit,
    p.changed_at,
    greatest(p.changed_at, (
        select max(o.observed_at)
        from retail.observation o
        where o.store_id = p.store_id and o.source = p.source and o.kind = 'prices'))
        as confirmed_at,
    p.source
from retail.price p
join retail.item i on i.id = p.item_id
join retail.store s on s.id = p.store_id and s.closed_at is null
cross join lateral (
    select p.is_special and p.regular_minor is not null and not (
        coalesce(p.special_from, '-infinity') <= now()
        and coalesce(p.special_to, 'infinity') >= now()) as is_over) o
cross join lateral (
    select case when o.is_over then p.regular_minor else p.price_minor end as price_minor,
        p.is_special and not o.is_over as is_special) n
left join (values
    (1, 'kilogram', 1000000),
    (2, 'litre', 1000000),
    (3, 'piece', 1000),
    (4, 'metre', 1000000),
    (5, 'square_metre', 10000000)) u (size_unit, unit, per_milli) on u.size_unit = i.size_unit;

grant select on retail.pub_retailer, retail.pub_item, retail.pub_product, retail.pub_product_id
to deals;

-- A deal with the product that it is first about. Amounts have the meaning
-- of their kind: the one that is none of a kind's is null.
create view deals.deal_told as
select d.id, d.retailer_id, d.starts_at, d.ends_at, d.kind, d.text, d.source_id,
    least(d.count, 2147483647)::integer as count,
    case when d.kind = 'buy_get' then least(d.get, 2147483647)::integer end as get_count,
    case when d.kind in (
            'bundle_total', 'amount_off', 'buy_get', 'weight_price', 'basket_amount_off')
        then d.value end as amount_minor,
    case when d.kind in ('percent_off', 'cheapest_percent_off', 'basket_percent_off')
        then d.value / 100.0::double precision end as percent,
    case when d.kind = 'weight_price' then least(d.min_grams, 2147483647)::integer end as min_grams,
    least(d.max_grams, 2147483647)::integer as max_grams,
    least(d.max_uses, 2147483647)::integer as max_uses,
    least(d.max_units, 2147483647)::integer as max_units,
    d.basket_min, d.coupon, d.audiences,
    p.id as product_id, p.gtin as product_gtin, p.name as product_name, p.brand as product_brand,
    p.category as product_category, p.size_amount as product_size_amount,
    p.size_unit as product_size_unit, p.pack_count as product_pack_count,
    p.is_weighed as product_is_weighed, i.image_url as product_image_url
from deals.deal d
left join retail.pub_item i on i.id = d.item_id
left join retail.pub_product p on p.id = i.product_id;

create view deals.pub_deal_item as
select deal_id, retailer_id, is_get, code from deals.deal_item;

grant usage on schema deals to retail;
grant select on deals.pub_deal_item, deals.deal_on to retail;
