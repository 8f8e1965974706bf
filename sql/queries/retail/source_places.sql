-- query: retail_source_places
-- args:  name text, count integer
-- row:   source text, place text, etag text?, modified text?, content_hash bytea?,
--        asked_at timestamptz?, changed_at timestamptz?, status integer?, error text?
-- route: catalogue

-- Of all sources, or, unless it is empty, of the one of that name.
select s.name as source, p.place, p.etag, p.modified, p.content_hash, p.asked_at, p.changed_at,
    p.status, p.error
from retail.source s
join retail.source_place p on p.source_id = s.id
where s.name = $1 or $1 = ''
order by s.name, p.place
limit $2::integer
