-- query: accounts_export_lists
-- args:  person_id bigint
-- route: household
-- slow:  4m

-- What lists knows, behind the parts that are there.
insert into accounts.export_part (person_id, part, json)
select $1,
    (select count(*) from accounts.export_part p where p.person_id = $1)
    + row_number() over (order by e.list_id, e.chunk),
    e.json
from lists.pub_export e
where e.person_id = $1
