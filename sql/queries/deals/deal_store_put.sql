-- query: deals_deal_store_put
-- args: retailer_id bigint, store_id bigint?, source text, observed_at timestamptz
-- row: deals bigint
-- route: catalogue
-- slow: 1h

-- Puts the staged deals in their stores. What is there of the same number with another content
-- goes, unless a newer file put it there.
with staged as materialized (
    select distinct on (o.store_id, s.source_id, d.id) o.store_id, s.source_id, d.id as deal_id,
        d.starts_at, d.ends_at
    from stage_deal s
    join deals.deal d on d.retailer_id = $1 and d.content_hash = s.content_hash
    cross join lateral (
        select $2 as store_id where s.store_code is null
        union all
        select p.id from retail.pub_store p where p.retailer_id = $1 and p.code = s.store_code) o
    where not s.is_everywhere and o.store_id is not null
),
there as materialized (
    select a.store_id, a.deal_id, a.since_at, d.source_id
    from deals.deal_store a
    join deals.deal d on d.id = a.deal_id
    where a.store_id in (select g.store_id from staged g) and a.source = $3
),
replaced as (
    delete from deals.deal_store a
    using there t
    where a.store_id = t.store_id and a.deal_id = t.deal_id and t.since_at <= $4
        and exists (
            select from staged g where g.store_id = t.store_id and g.source_id = t.source_id)
        and not exists (
            select from staged g where g.store_id = t.store_id and g.deal_id = t.deal_id)
),
put as (
    insert into deals.deal_store (store_id, deal_id, source, since_at, starts_at, ends_at)
    select g.store_id, g.deal_id, $3, $4, g.starts_at, g.ends_at
    from staged g
    where not exists (
        select
        from there t
        where t.store_id = g.store_id and t.source_id = g.source_id and t.since_at > $4)
    on conflict (store_id, deal_id) do nothing
    returning deal_id
)
select count(*) as deals from put
