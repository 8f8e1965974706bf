-- query: accounts_person_add
-- args:  email text?, email_fold text?, password_hash text?, name text?, country text, locale text
-- row:   id bigint
-- route: household
insert into accounts.person
    (email, email_fold, email_verified_at, password_hash, name, country, locale)
values ($1, $2, case when $1 is not null then now() end, $3, $4, $5, $6)
returning id
