-- query: accounts_api_keys_end
-- args:  person_id bigint
-- route: household
delete from accounts.api_key where person_id = $1
