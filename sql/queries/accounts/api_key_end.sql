-- query: accounts_api_key_end
-- args:  id bigint, person_id bigint
-- row:   id bigint
-- route: household
delete from accounts.api_key where id = $1 and person_id = $2 returning id
