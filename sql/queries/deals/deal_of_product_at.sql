-- loader: deals_deal_of_product_at
-- key:    key bigint
-- args:   store_ids bigint[]
-- row:    as deals_deal_by_id
-- route:  catalogue
-- cache:  1m tag deal
-- page:   until_at, id
-- uses:   deal_item_code

-- The same in one of these stores.
select k.key, '' as word, d.*
from unnest($1::bigint[]) k (key)
cross join lateral (
    select distinct d.ends_at, d.id
    from retail.pub_product_id m
    join retail.pub_item i on i.product_id = m.product_id
    join deals.deal_item t on t.retailer_id = i.retailer_id and t.code = i.code and not t.is_get
    join deals.deal d on d.id = t.deal_id and d.starts_at <= now()
    where m.id = k.key
        and (d.ends_at, d.id) > (
            greatest($3, now()), case when $3 < now() then 0::bigint else $4 end)
        and exists (
            select from deals.deal_on s where s.deal_id = d.id and s.store_id = any($2))
    order by d.ends_at, d.id
    limit $5::integer) o
join deals.deal_row d on d.id = o.id
order by o.ends_at, o.id
