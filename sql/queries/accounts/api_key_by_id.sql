-- loader: accounts_api_key_by_id
-- key:    id bigint
-- args:   viewer bigint[]
-- row:    id bigint, name text, may_write boolean, created_at timestamptz, used_at timestamptz?
-- route:  household
select id, name, may_write, created_at, used_at
from accounts.api_key
where person_id = any($1) and id = any($2)
