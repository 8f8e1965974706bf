-- loader: accounts_api_keys
-- key:    none
-- args:   viewer bigint[]
-- row:    as accounts_api_key_by_id
-- route:  household
-- page:   id

-- Of the viewer.
select id, name, may_write, created_at, used_at
from accounts.api_key
where person_id = any($1) and id > $2
order by id
limit $3::integer
