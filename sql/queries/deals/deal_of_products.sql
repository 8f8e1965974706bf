-- loader: deals_deal_of_products
-- key:    none
-- args:   product_ids bigint[]
-- row:    as deals_deal_by_id
-- route:  catalogue
-- cache:  1m tag deal
-- page:   until_at, id

-- What is on now, somewhere, and is about one of these products; soonest over first.
select d.id as key, '' as word, d.*
from (
    select distinct d.ends_at, d.id
    from retail.pub_product_id m
    join retail.pub_item i on i.product_id = m.product_id
    join deals.deal_item t on t.retailer_id = i.retailer_id and t.code = i.code and not t.is_get
    join deals.deal d on d.id = t.deal_id and d.starts_at <= now()
    where m.id = any($1)
        and (d.ends_at, d.id) > (
            greatest($2, now()), case when $2 < now() then 0::bigint else $3 end)
        and (exists (select from deals.deal_store s where s.deal_id = d.id) or exists (
            select from deals.deal_chain s
            where s.retailer_id = d.retailer_id and s.deal_id = d.id))
    order by d.ends_at, d.id
    limit $4::integer) o
join deals.deal_row d on d.id = o.id
order by o.ends_at, o.id
