-- query: lists_list_add
-- args:  viewer bigint[], household_id bigint, name text, by bigint, lists_max integer
-- row:   id bigint
-- route: household
insert into lists.list (household_id, name, made_by)
select $2, $3, $4
where exists (
        select from accounts.pub_member m
        where m.household_id = $2 and m.person_id = any($1) and m.role <> 'guest')
    and (
        select count(*)
        from lists.list l
        where l.household_id = $2 and l.deleted_at is null) < $5::integer
returning id
