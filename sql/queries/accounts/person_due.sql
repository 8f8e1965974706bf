-- query: accounts_person_due
-- args:  payload text
-- row:   id bigint
-- route: household

-- Of a job. None: the deletion was cancelled, put off or done.
select id from accounts.person
where id = ($1::text::json ->> 'person_id')::bigint and delete_after <= now()
for update
