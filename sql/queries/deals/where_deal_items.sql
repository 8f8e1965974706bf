-- query: deals_where_deal_items
-- args:  deal_id bigint[], retailer_id bigint[], code text[]
-- row:   deal_id bigint, is_get boolean, place bigint
-- route: catalogue

-- Which of these codes ($2 and $3 go together; `place` counts from 1) these deals are about.
select i.deal_id, i.is_get, k.place
from unnest($2::bigint[], $3::text[]) with ordinality k (retailer_id, code, place)
join deals.deal_item i on i.retailer_id = k.retailer_id and i.code = k.code
where i.deal_id = any($1)
order by i.deal_id, i.is_get, k.place
