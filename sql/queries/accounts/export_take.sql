-- query: accounts_export_take
-- args:  payload text
-- row:   id bigint
-- route: household

-- Of a job. None: it is done, or the person is gone.
select person_id as id from accounts.export
where person_id = ($1::text::json ->> 'person_id')::bigint and ready_at is null
for update
