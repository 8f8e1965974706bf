-- loader: deals_deal_at_stores
-- key:    none
-- args:   store_ids bigint[], are_to_come boolean
-- row:    as deals_deal_by_id
-- route:  catalogue
-- cache:  1m tag deal
-- page:   until_at, id
-- slow:   5s

-- What is on in one of these stores or, asked so, is to come there; soonest over first.
select d.id as key, '' as word, d.*
from (
    select distinct d.ends_at, d.id
    from deals.deal_on s
    join deals.deal d on d.id = s.deal_id and (d.starts_at > now()) = $2
    where s.store_id = any($1)
        and (d.ends_at, d.id) > (
            greatest($3, now()), case when $3 < now() then 0::bigint else $4 end)
    order by d.ends_at, d.id
    limit $5::integer) o
join deals.deal_row d on d.id = o.id
order by o.ends_at, o.id
