-- query: deals_deal_settle
-- route: catalogue
-- slow:  1h

-- After imports: what the deals that are not over keep of their items and their retailers' stores.
-- What a deal is first about, and its currency, stay once they are known; the item's product and
-- image follow it.
update deals.deal d
set item_id = i.id,
    product_id = i.product_id,
    image_url = i.image_url,
    currency = coalesce(w.currency, c.currency)
from deals.deal w
left join lateral (
    select i.id
    from deals.deal_item t
    join retail.pub_item i on i.retailer_id = t.retailer_id and i.code = t.code
    where w.item_id is null and t.deal_id = w.id and not t.is_get
    order by t.code
    limit 1) f on true
left join retail.pub_item i on i.id = coalesce(w.item_id, f.id)
left join lateral (
    select s.currency
    from retail.pub_store s
    where w.currency is null and s.retailer_id = w.retailer_id and s.currency is not null
    order by s.id
    limit 1) c on true
where w.ends_at >= now() and d.id = w.id
    and (w.item_id, w.product_id, w.image_url, w.currency) is distinct from
        (i.id, i.product_id, i.image_url, coalesce(w.currency, c.currency))
