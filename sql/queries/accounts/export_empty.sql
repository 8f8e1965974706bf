-- query: accounts_export_empty
-- args:  person_id bigint
-- route: household
delete from accounts.export_part where person_id = $1
