-- query: retail_file_known
-- args: content_hash bytea
-- row: source text, kind text, retailer text?, store text?, is_complete boolean,
--    rows bigint, records bigint
-- route: catalogue
-- uses: feed_file_content
select f.source, f.kind, r.key as retailer, s.code as store, f.is_complete, f.rows,
    f.records
from retail.feed_file f
left join retail.retailer r on r.id = f.retailer_id
left join retail.store s on s.id = f.store_id
where f.content_hash = $1
order by f.imported_at desc
limit 1
