-- query: accounts_person_locale
-- args:  id bigint, locale text
-- route: household
update accounts.person set locale = $2 where id = $1
