-- query: accounts_person_name
-- args:  id bigint
-- row:   name text?, email text?, locale text
-- route: household
select name, email, locale from accounts.person where id = $1
