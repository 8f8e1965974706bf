-- query: accounts_person_by_email
-- args:  email_fold text
-- row:   id bigint, password_hash text?, locale text
-- route: household
-- uses:  person_email_fold_key
select id, password_hash, locale from accounts.person where email_fold = $1
