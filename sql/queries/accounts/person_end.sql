-- query: accounts_person_end
-- args:  id bigint
-- route: household
delete from accounts.person where id = $1
