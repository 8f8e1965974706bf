-- query: retail_match_candidates
-- args:  place integer[], word_id integer[], weight double precision[], most bigint
-- row:   id bigint, gtin bigint?, name text, brand text?, name_fold text, brand_fold text,
--    category_fold text, size_unit smallint?, size_milli bigint?, pack_count integer,
--    is_weighed boolean, shops integer
-- route: catalogue

-- The products with the heaviest words. Of the words that one word of the line stands for, the best
-- counts.
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
    group by a.product_id
    order by weight desc, a.product_id
    limit $4
) c
join retail.product p on p.id = c.product_id
where p.merged_into is null
order by c.weight desc, p.id
