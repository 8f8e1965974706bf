-- query: retail_match_candidates_in
-- args:  place integer[], word_id integer[], weight double precision[], most bigint,
--    stores bigint[]
-- row:   as retail_match_candidates
-- route: catalogue

-- The same, of what one of the given stores has on its shelf.
select p.id, p.gtin, p.name, p.brand, p.name_fold, p.brand_fold, p.category_fold, p.size_unit,
    p.size_milli, p.pack_count, p.is_weighed,
    (select count(*) from retail.item i where i.product_id = p.id)::integer as shops
from (
    select a.product_id, sum(a.weight) as weight
    from (
        select pw.product_id, max(e.weight) as weight
        from unnest($1::integer[], $2::integer[], $3::double precision[]) e(place, word_id, weight)
        join retail.product_word pw on pw.word_id = e.word_id
        group by pw.product_id, e.place
    ) a
    where exists (
        select from retail.item i
        join retail.price r on r.item_id = i.id
        where i.product_id = a.product_id and r.store_id = any($5)
    )
    group by a.product_id
    order by weight desc, a.product_id
    limit $4
) c
join retail.product p on p.id = c.product_id
where p.merged_into is null
order by c.weight desc, p.id
