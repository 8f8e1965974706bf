-- query: accounts_export_done
-- args:  person_id bigint, days integer
-- route: household
update accounts.export
set ready_at = now(), expires_at = now() + $2::integer * interval '1 day'
where person_id = $1
