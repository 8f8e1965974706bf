-- query: accounts_api_key_add
-- args:  person_id bigint, hash bytea, name text, may_write boolean, keys_max integer
-- row:   id bigint, created_at timestamptz
-- route: household

-- None: there are so many already. Locks the person, so that two do not both find room.
with owner as (
    select id from accounts.person where id = $1 and email is not null for update
)
insert into accounts.api_key (person_id, hash, name, may_write)
select o.id, $2, $3, $4 from owner o
where $5::integer > (select count(*) from accounts.api_key k where k.person_id = o.id)
returning id, created_at
