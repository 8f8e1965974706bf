-- query: retail_reject_add
-- args: file_id bigint, lines bigint[], reasons text[], words text[]
-- route: catalogue
insert into retail.reject (file_id, line, reason, words)
select $1, r.line, r.reason, r.words
from unnest($2, $3, $4) r (line, reason, words)
