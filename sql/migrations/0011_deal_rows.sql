-- What a deal's row needs is kept with the deal: a page looks up each deal, its product by its id,
-- and the retailer.

alter table deals.deal
    add column product_id bigint, -- of the item that it is first about
    add column image_url text, -- of that item
    add column currency text; -- of its amounts: that of the retailer's stores; null: not known yet

update deals.deal d
set product_id = i.product_id, image_url = i.image_url, currency = c.currency
from deals.deal w
left join retail.item i on i.id = w.item_id
left join (
    select distinct on (s.retailer_id) s.retailer_id, s.currency
    from retail.store s
    where s.currency is not null
    order by s.retailer_id, s.id) c on c.retailer_id = w.retailer_id
where d.id = w.id;

-- For the program before this migration, which gives none of them.
create function deals.take_row() returns trigger
language plpgsql
as $$
begin
    if new.currency is null then
        select s.currency into new.currency
        from retail.pub_store s
        where s.retailer_id = new.retailer_id and s.currency is not null
        order by s.id
        limit 1;
    end if;
    if new.product_id is null then
        select i.product_id, i.image_url into new.product_id, new.image_url
        from retail.pub_item i
        where i.id = new.item_id;
    end if;
    return new;
end
$$;

create trigger take_row before insert or update of item_id on deals.deal
for each row
when (new.currency is null or (new.item_id is not null and new.product_id is null))
execute function deals.take_row();

-- deals_deal_settle goes over all deals that are on or to come: an import may have moved an item to
-- another product, or given it another image.
create index deal_ends on deals.deal (ends_at);
drop index deals.deal_unsettled;

-- With those that were merged into another: a deal tells of its old one until it is settled.
create view retail.pub_product_ever as
select p.id, lpad(p.gtin::text, 14, '0') as gtin, p.name, p.brand, p.category,
    p.size_milli / 1000.0::double precision as size_amount,
    case p.size_unit
        when 1 then 'gram'
        when 2 then 'millilitre'
        when 3 then 'piece'
        when 4 then 'millimetre'
        when 5 then 'square_centimetre'
        end as size_unit,
    p.pack_count, p.is_weighed, p.merged_into
from retail.product p;

create or replace view retail.pub_product as
select p.id, p.gtin, p.name, p.brand, p.category, p.size_amount, p.size_unit, p.pack_count,
    p.is_weighed
from retail.pub_product_ever p
where p.merged_into is null;

grant select on retail.pub_product_ever to deals;

-- A deal as all its loaders tell it, deals.deal_told being what the program before read. Amounts
-- have the meaning of their kind: the one that is none of a kind's is null.
create view deals.deal_row as
select d.id, d.ends_at as until_at, d.kind, d.text, d.source_id,
    least(d.count, 2147483647)::integer as count,
    case when d.kind = 'buy_get' then least(d.get, 2147483647)::integer end as get_count,
    a.minor as "amount.minor",
    case when a.minor is not null then c.currency end as "amount.currency",
    case when d.kind in ('percent_off', 'cheapest_percent_off', 'basket_percent_off')
        then d.value / 100.0::double precision end as percent,
    case when d.kind = 'weight_price' then least(d.min_grams, 2147483647)::integer end as min_grams,
    least(d.max_grams, 2147483647)::integer as max_grams,
    least(d.max_uses, 2147483647)::integer as max_uses,
    least(d.max_units, 2147483647)::integer as max_units,
    d.basket_min as "basket_min.minor",
    case when d.basket_min is not null then c.currency end as "basket_min.currency",
    case when isfinite(d.starts_at) then d.starts_at end as starts_at,
    case when isfinite(d.ends_at) then d.ends_at end as ends_at, d.coupon, d.audiences,
    r.id as "retailer.id", r.key as "retailer.key", r.name as "retailer.name",
    r.country as "retailer.country",
    p.id as "product.id", p.gtin as "product.gtin", p.name as "product.name",
    p.brand as "product.brand", p.category as "product.category",
    p.size_amount as "product.size_amount", p.size_unit as "product.size_unit",
    p.pack_count as "product.pack_count", p.is_weighed as "product.is_weighed",
    d.image_url as "product.image_url"
from deals.deal d
cross join lateral (
    select case when d.kind in (
            'bundle_total', 'amount_off', 'buy_get', 'weight_price', 'basket_amount_off')
        then d.value end as minor) a
cross join lateral (select coalesce(d.currency, 'XXX') as currency) c
join retail.pub_retailer r on r.id = d.retailer_id
left join retail.pub_product_ever p on p.id = d.product_id;

-- A price as all loaders of a product's prices tell it.
create view retail.price_row as
select p.currency, p.price_minor as minor, p.store_id, p.item_id, p.code, p.name, p.is_weighed,
    p.price_minor as "price.minor", p.currency as "price.currency",
    p.regular_minor as "regular.minor",
    case when p.regular_minor is not null then p.currency end as "regular.currency",
    p.is_special, p.special_from, p.special_to, p.low_30d_minor as "lowest.minor",
    case when p.low_30d_minor is not null then p.currency end as "lowest.currency",
    p.deposit_minor as "deposit.minor", p.currency as "deposit.currency",
    p.unit_price_minor as "unit_price.minor",
    case when p.unit_price_minor is not null then p.currency end as "unit_price.currency",
    p.unit, p.is_outlier, p.changed_at, p.confirmed_at, p.source
from retail.price_told p;
