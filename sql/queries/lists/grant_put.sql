-- query: lists_grant_put
-- args:  list_id bigint, principal bigint, level smallint, by bigint, grants_max integer
-- route: household
with noted as (
    insert into lists.author (person_id, list_id) values ($4, $1) on conflict do nothing
)
insert into lists.grant (list_id, principal, level, given_by)
select $1, $2, $3, $4
where (select count(*) from lists.grant g where g.list_id = $1) < $5::integer
on conflict (list_id, principal) do update set level = excluded.level
