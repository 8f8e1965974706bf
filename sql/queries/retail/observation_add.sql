-- query: retail_observation_add
-- args: file_id bigint, store_ids bigint[], source text, kind text, observed_at timestamptz
-- route: catalogue
insert into retail.observation (store_id, source, kind, observed_at, file_id)
select unnest($2), $3, $4, $5, $1
on conflict (store_id, source, kind, observed_at) do update set file_id = excluded.file_id
