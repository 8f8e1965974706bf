-- query: retail_store_close
-- args: observed_at timestamptz, source text
-- route: catalogue

-- Stores that earlier lists of this source had and the complete new one has not.
update retail.store o
set closed_at = $1, facts_at = $1
where o.listed_by = $2 and o.closed_at is null and o.facts_at <= $1
    and o.retailer_id in (
        select r.id from stage_store s join retail.retailer r on r.key = s.retailer_key)
    and not exists (
        select
        from stage_store s
        join retail.retailer r on r.key = s.retailer_key
        where r.id = o.retailer_id and s.code = o.code)
