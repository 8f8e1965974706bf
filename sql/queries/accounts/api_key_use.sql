-- query: accounts_api_key_use
-- args:  hash bytea
-- row:   id bigint, person_id bigint, may_write boolean
-- route: household

-- Says at most once a minute that it was used: reading stays reading.
with used as (
    update accounts.api_key set used_at = now()
    where hash = $1 and (used_at is null or used_at < now() - interval '1 minute')
)
select id, person_id, may_write from accounts.api_key where hash = $1
