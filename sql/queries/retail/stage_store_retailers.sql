-- query: retail_stage_store_retailers
-- args: country text?
-- route: catalogue
insert into retail.retailer (key, name, country)
select s.retailer_key, coalesce(min(s.retailer_name), s.retailer_key), $1
from stage_store s
group by s.retailer_key
order by s.retailer_key
on conflict (key) do nothing
