-- query: retail_stage_store_create
-- route: catalogue
create temp table stage_store (
    seq bigint not null, -- the order in the file
    line bigint not null,
    retailer_key text not null,
    retailer_name text,
    code text not null,
    name text,
    sub_chain text,
    address text,
    city text,
    zip text,
    kind smallint not null,
    lat double precision,
    lon double precision
) on commit drop
