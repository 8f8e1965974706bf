-- query: retail_file_newest
-- args: retailer_id bigint?, store_id bigint?, source text, kind text
-- row: any_at timestamptz, full_at timestamptz
-- route: catalogue

-- When the newest file of the same kind was made that is here already, and the newest that claimed
-- to have everything; -infinity for none.
select
    coalesce((
        select f.observed_at
        from retail.feed_file f
        where coalesce(f.retailer_id, 0) = coalesce($1::bigint, 0)
            and coalesce(f.store_id, 0) = coalesce($2::bigint, 0) and f.source = $3 and f.kind = $4
        order by f.observed_at desc
        limit 1), '-infinity') as any_at,
    coalesce((
        select f.observed_at
        from retail.feed_file f
        where coalesce(f.retailer_id, 0) = coalesce($1::bigint, 0)
            and coalesce(f.store_id, 0) = coalesce($2::bigint, 0) and f.source = $3 and f.kind = $4
            and f.is_full
        order by f.observed_at desc
        limit 1), '-infinity') as full_at
