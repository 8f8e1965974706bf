-- loader: kept_list_by_id
-- key:    id bigint
-- row:    id bigint, user_id bigint, name text
-- route:  catalogue
select id, user_id, name from bench.list where id = any($1)
