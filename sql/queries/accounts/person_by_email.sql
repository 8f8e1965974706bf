-- query: accounts_person_by_email
-- args:  email_fold text
-- row:   id bigint, password_hash text?
-- route: household
-- uses:  person_email_fold_key
select id, password_hash from accounts.person where email_fold = $1
