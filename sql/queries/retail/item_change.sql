-- query: retail_item_change
-- args: retailer_id bigint, observed_at timestamptz
-- row: items bigint
-- route: catalogue
-- slow: 1h

-- Items with other facts than before, unless a newer file gave those. An item whose GTIN becomes
-- known moves to the GTIN's product, and its own old one redirects there. A product speaks with the
-- words of the oldest of its items.
with changed as (
    update retail.item i
    set product_id = coalesce(p.merged_into, p.id, o.product_id),
        name = s.name,
        brand = s.brand,
        category = s.category,
        size_milli = s.size_milli,
        size_unit = s.size_unit,
        pack_count = s.pack_count,
        is_weighed = s.is_weighed,
        image_url = s.image_url,
        link = s.link,
        facts_hash = s.facts_hash,
        facts_at = $2
    from stage_price s
    join retail.item o on o.retailer_id = $1 and o.code = s.code
    left join retail.product p on p.gtin = s.gtin
    where i.id = o.id and s.has_facts and o.facts_hash <> s.facts_hash and o.facts_at <= $2
    returning i.id, i.product_id, o.product_id as left_product_id, s.name, s.brand, s.category,
        s.name_fold, s.brand_fold, s.category_fold, s.size_milli, s.size_unit, s.pack_count,
        s.is_weighed
),
redirected as (
    update retail.product p
    set merged_into = c.product_id
    from changed c
    where p.id = c.left_product_id and c.product_id <> c.left_product_id
        and p.retailer_id is not null
),
spoken as (
    update retail.product p
    set name = c.name,
        brand = c.brand,
        category = c.category,
        name_fold = c.name_fold,
        brand_fold = c.brand_fold,
        category_fold = c.category_fold,
        size_milli = c.size_milli,
        size_unit = c.size_unit,
        pack_count = c.pack_count,
        is_weighed = c.is_weighed
    from changed c
    where p.id = c.product_id
        and not exists (
            select from retail.item v where v.product_id = c.product_id and v.id < c.id)
)
select count(*) as items from changed
