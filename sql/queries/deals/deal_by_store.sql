-- loader: deals_deal_by_store
-- key:    key bigint
-- row:    as deals_deal_by_id
-- route:  catalogue
-- cache:  1m tag deal
-- page:   until_at, id
-- uses:   deal_store_page

-- What is on in a store now, soonest over first: a walk along each index from where the page
-- begins. No page asks for more than 101; said as a number, the planner knows that too.
select k.key, '' as word, d.*
from unnest($1::bigint[]) k (key)
cross join lateral (
    select s.retailer_id
    from retail.pub_store s
    where s.id = k.key
    limit 1) c
cross join lateral (
    select greatest($2, now()) as ends_at,
        case when $2 < now() then 0::bigint else $3 end as deal_id) p
cross join lateral (
    select distinct u.ends_at, u.deal_id
    from (
        (
            select a.ends_at, a.deal_id
            from deals.deal_store a
            where a.store_id = k.key and (a.ends_at, a.deal_id) > (p.ends_at, p.deal_id)
                and a.starts_at <= now()
            order by a.ends_at, a.deal_id
            limit 101
        )
        union all
        (
            select a.ends_at, a.deal_id
            from deals.deal_chain a
            where a.retailer_id = c.retailer_id
                and (a.ends_at, a.deal_id) > (p.ends_at, p.deal_id) and a.starts_at <= now()
            order by a.ends_at, a.deal_id
            limit 101
        )
    ) u
    order by u.ends_at, u.deal_id
    limit $4::integer) o
join deals.deal_row d on d.id = o.deal_id
order by o.ends_at, o.deal_id
