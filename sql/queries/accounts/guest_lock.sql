-- query: accounts_guest_lock
-- args:  id bigint
-- row:   id bigint
-- route: household

-- None: this is no guest.
select id from accounts.person where id = $1 and email is null for update
