-- loader: retail_category_by_name
-- key:    name text
-- row:    as retail_categories
-- route:  catalogue
-- cache:  10m tag product
-- uses:   product_category
select k.name
from unnest($1::text[]) k (name)
where exists (
    select from retail.product p where p.category = k.name and p.merged_into is null)
