-- query: deals_deal_store_end
-- args: retailer_id bigint, store_id bigint?, source text, observed_at timestamptz
-- row: deals bigint
-- route: catalogue
-- slow: 1h

-- Takes away what a complete file lacks in the stores that it names.
with stores as materialized (
    select $2 as store_id where $2 is not null
    union
    select p.id
    from retail.pub_store p
    where p.retailer_id = $1 and p.code in (select s.store_code from stage_deal s)
),
ended as (
    delete from deals.deal_store a
    using stores o, deals.deal d
    where a.store_id = o.store_id and a.source = $3 and a.since_at <= $4 and d.id = a.deal_id
        and not exists (
            select
            from stage_deal s
            left join retail.pub_store p on p.retailer_id = $1 and p.code = s.store_code
            where s.content_hash = d.content_hash and not s.is_everywhere
                and coalesce(p.id, $2) = a.store_id)
    returning a.deal_id
)
select count(*) as deals from ended
