-- query: retail_product_add
-- route: catalogue
-- slow: 1h

-- Products of GTINs that no retailer had. Imports of several retailers may race to one GTIN: the
-- order keeps them from waiting for each other in a circle.
insert into retail.product (gtin, name, brand, category, name_fold, brand_fold, category_fold,
    size_milli, size_unit, pack_count, is_weighed)
select s.gtin, s.name, s.brand, s.category, s.name_fold, s.brand_fold, s.category_fold,
    s.size_milli, s.size_unit, s.pack_count, s.is_weighed
from stage_price s
where s.has_facts and s.gtin is not null
    and not exists (select from retail.product p where p.gtin = s.gtin)
order by s.gtin, s.seq
on conflict (gtin) do nothing
