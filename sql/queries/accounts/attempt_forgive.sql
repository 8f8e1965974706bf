-- query: accounts_attempt_forgive
-- args:  hashes bytea[]
-- route: household
update accounts.attempt a
set count = a.count - 1
from (
    select t.hash from accounts.attempt t
    where t.hash = any($1)
    order by t.hash
    for update) k
where a.hash = k.hash and a.count > 0
