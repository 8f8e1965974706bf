-- query: retail_source_place_add
-- args:  source_id bigint, place text
-- route: catalogue
insert into retail.source_place (source_id, place) values ($1, $2) on conflict do nothing
