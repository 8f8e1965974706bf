-- query: retail_source_remove
-- args:  name text
-- route: catalogue
delete from retail.source where name = $1
