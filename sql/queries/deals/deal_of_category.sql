-- loader: deals_deal_of_category
-- key:    word text
-- row:    as deals_deal_by_id
-- route:  catalogue
-- cache:  5m tag deal
-- page:   until_at, id
-- slow:   5s

-- What is on now, somewhere, and is about a product of a category; soonest over first. All of the
-- category's products are looked at.
select d.id as key, k.word, d.*
from unnest($1::text[]) k (word)
cross join lateral (
    select distinct d.ends_at, d.id
    from retail.pub_product p
    join retail.pub_item i on i.product_id = p.id
    join deals.deal_item t on t.retailer_id = i.retailer_id and t.code = i.code and not t.is_get
    join deals.deal d on d.id = t.deal_id and d.starts_at <= now()
    where p.category = k.word
        and (d.ends_at, d.id) > (
            greatest($2, now()), case when $2 < now() then 0::bigint else $3 end)
        and (exists (select from deals.deal_store s where s.deal_id = d.id) or exists (
            select from deals.deal_chain s
            where s.retailer_id = d.retailer_id and s.deal_id = d.id))
    order by d.ends_at, d.id
    limit $4::integer) o
join deals.deal_row d on d.id = o.id
order by o.ends_at, o.id
