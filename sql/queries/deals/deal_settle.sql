-- query: deals_deal_settle
-- route: catalogue
-- slow:  1h

-- After imports: what a deal is first about, where that was not known when it came.
update deals.deal d
set item_id = f.id
from deals.deal w
cross join lateral (
    select i.id
    from deals.deal_item t
    join retail.pub_item i on i.retailer_id = t.retailer_id and i.code = t.code
    where t.deal_id = w.id and not t.is_get
    order by t.code
    limit 1) f
where w.item_id is null and w.ends_at >= now() and d.id = w.id
