-- query: accounts_person_name
-- args:  id bigint
-- row:   name text?, email text?
-- route: household
select name, email from accounts.person where id = $1
