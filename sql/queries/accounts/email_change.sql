-- query: accounts_email_change
-- args:  id bigint, email text, email_fold text
-- row:   id bigint
-- route: household
update accounts.person set email = $2, email_fold = $3, email_verified_at = now()
where id = $1 and email is not null
returning id
