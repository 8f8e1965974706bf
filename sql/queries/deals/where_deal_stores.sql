-- query: deals_where_deal_stores
-- args:  deal_id bigint[], store_id bigint[]
-- row:   store_id bigint, deal_id bigint, ends_local bigint?
-- route: catalogue

-- In which of these stores these deals are on, and when they end on the store's own clock (null:
-- never).
select o.store_id, o.deal_id,
    case when isfinite(d.ends_at) then
        (extract(epoch from d.ends_at at time zone coalesce(s.time_zone, 'UTC')) * 1000000)::bigint
        end as ends_local
from deals.deal_on o
join deals.deal d on d.id = o.deal_id
join retail.pub_store s on s.id = o.store_id
where o.deal_id = any($1) and o.store_id = any($2)
order by o.store_id, o.deal_id
