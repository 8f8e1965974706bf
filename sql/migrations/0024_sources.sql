-- Where retailers' files are fetched from (workers/feed_fetch.h). When is a row of jobs.task,
-- "feed " and the source's name.
create table retail.source (
    id bigint primary key default public.new_id(),
    name text not null unique check (length(name) between 1 and 40),
    format text, -- null: each file tells
    map text, -- the text of the operator's map; null: the program's own
    retailer text, -- these are null where the files say it themselves
    retailer_name text,
    country text,
    currency text,
    time_zone text,
    pause_ms integer not null check (pause_ms between 0 and 3600000) -- between two requests
);

-- An address, or a folder, of a source, and what was there when it was imported last.
create table retail.source_place (
    source_id bigint not null references retail.source on delete cascade,
    place text not null check (length(place) between 1 and 2000),
    etag text,
    modified text, -- Last-Modified, as it was said
    content_hash bytea, -- of its bytes
    asked_at timestamptz,
    changed_at timestamptz, -- when new content was imported
    status integer, -- HTTP's, of the latest answer
    error text, -- null: it went well
    primary key (source_id, place)
);

-- One request at a time, and a pause: nobody asks a host before `free_at`.
create table retail.source_host (
    host text primary key,
    free_at timestamptz not null
);
