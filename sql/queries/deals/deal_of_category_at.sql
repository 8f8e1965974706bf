-- loader: deals_deal_of_category_at
-- key:    word text
-- args:   store_ids bigint[], are_to_come boolean
-- row:    as deals_deal_by_id
-- route:  catalogue
-- cache:  1m tag deal
-- page:   until_at, id
-- slow:   5s

-- Of deal_at_stores, what is about a product of a category.
select d.id as key, k.word, d.*
from unnest($1::text[]) k (word)
cross join lateral (
    select distinct d.ends_at, d.id
    from deals.deal_on s
    join deals.deal d on d.id = s.deal_id and (d.starts_at > now()) = $3
    where s.store_id = any($2)
        and (d.ends_at, d.id) > (
            greatest($4, now()), case when $4 < now() then 0::bigint else $5 end)
        and exists (
            select from deals.deal_item t
            join retail.pub_item i on i.retailer_id = t.retailer_id and i.code = t.code
            join retail.pub_product p on p.id = i.product_id
            where t.deal_id = d.id and not t.is_get and p.category = k.word)
    order by d.ends_at, d.id
    limit $6::integer) o
join deals.deal_row d on d.id = o.id
order by o.ends_at, o.id
