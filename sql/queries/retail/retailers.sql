-- loader: retail_retailers
-- key:    none
-- row:    as retail_retailer_by_id
-- route:  catalogue
-- cache:  10m tag retailer
-- page:   name, id
select id, key, name, country
from retail.retailer
where (name, id) > ($1, $2)
order by name, id
limit $3::integer
