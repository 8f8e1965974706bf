-- query: lists_share_add
-- args:  list_id bigint, token_hash bytea, level smallint, by bigint, expires_at timestamptz,
--        shares_max integer
-- row:   id bigint
-- route: household
with noted as (
    insert into lists.author (person_id, list_id) values ($4, $1) on conflict do nothing
)
insert into lists.share (list_id, token_hash, level, made_by, expires_at)
select $1, $2, $3, $4, $5
where (
    select count(*)
    from lists.share s
    where s.list_id = $1 and s.revoked_at is null and s.expires_at > now()) < $6::integer
returning id
