-- query: accounts_person_secrets
-- args:  id bigint
-- row:   email text?, email_fold text?, password_hash text?
-- route: household
select email, email_fold, password_hash from accounts.person where id = $1
