-- query: accounts_person_due
-- args:  payload text
-- row:   id bigint, email text?, email_fold text?
-- route: household

-- Of a job. None: the deletion was cancelled, put off or done.
select id, email, email_fold from accounts.person
where id = ($1::text::json ->> 'person_id')::bigint and delete_after <= now()
for update
