-- query: deals_deal_chain_put
-- args: retailer_id bigint, source text, observed_at timestamptz, is_full boolean
-- row: deals bigint, ended bigint
-- route: catalogue
-- slow: 1h

-- The staged deals of all stores of the retailer; a full file takes away what it lacks.
with staged as materialized (
    select distinct d.id as deal_id, d.source_id, d.starts_at, d.ends_at
    from stage_deal s
    join deals.deal d on d.retailer_id = $1 and d.content_hash = s.content_hash
    where s.is_everywhere
),
ended as (
    delete from deals.deal_chain a
    using deals.deal d
    where a.retailer_id = $1 and a.source = $2 and a.since_at <= $3 and d.id = a.deal_id
        and not exists (select from staged g where g.deal_id = a.deal_id)
        and ($4 or exists (select from staged g where g.source_id = d.source_id))
    returning a.deal_id
),
put as (
    insert into deals.deal_chain (retailer_id, deal_id, source, since_at, starts_at, ends_at)
    select $1, g.deal_id, $2, $3, g.starts_at, g.ends_at
    from staged g
    on conflict (retailer_id, deal_id) do nothing
    returning deal_id
)
select (select count(*) from put) as deals, (select count(*) from ended) as ended
