-- query: accounts_person_upgrade
-- args:  id bigint, email text, email_fold text, password_hash text, name text?
-- row:   id bigint
-- route: household

-- A guest becomes someone with an account: the same person, with all that was theirs.
update accounts.person
set email = $2, email_fold = $3, email_verified_at = now(), password_hash = $4,
    name = coalesce($5, name)
where id = $1 and email is null
returning id
