-- query: retail_stage_price_create
-- route: catalogue
create temp table stage_price (
    seq bigint not null, -- the order in the file
    line bigint not null,
    store_code text not null,
    store_id bigint, -- null: the code alone is known yet
    code text not null,
    gtin bigint,
    is_repeat boolean not null, -- an earlier row may have the same code and store
    is_again boolean not null, -- an earlier row may have facts of the same code
    has_facts boolean not null, -- else they are as the catalogue has them, or not said
    facts_hash bigint,
    name text,
    brand text,
    category text,
    name_fold text,
    brand_fold text,
    category_fold text,
    size_milli bigint,
    size_unit smallint,
    pack_count integer,
    is_weighed boolean,
    image_url text,
    link text,
    is_gone boolean not null,
    has_price boolean not null,
    row_hash bigint,
    price_minor bigint,
    regular_minor bigint,
    low_30d_minor bigint,
    deposit_minor bigint,
    special_from timestamptz,
    special_to timestamptz,
    special_is_local boolean not null, -- the two are wall time of the store
    is_special boolean not null,
    is_new boolean not null -- the store is known to have no price of it
) on commit drop
