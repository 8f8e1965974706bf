-- query: accounts_password_change
-- args:  id bigint, password_hash text
-- row:   email text, locale text, epoch integer
-- route: household

-- Sessions of before are over. None: the person has no account.
update accounts.person set password_hash = $2, epoch = epoch + 1
where id = $1 and email is not null
returning email, locale, epoch
