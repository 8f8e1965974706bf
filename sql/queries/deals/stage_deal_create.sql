-- query: deals_stage_deal_create
-- route: catalogue
create temp table stage_deal (
    seq bigint not null, -- the order in the file
    line bigint not null,
    content_hash bytea not null,
    source_id text not null,
    store_code text, -- null: the file's own store
    is_everywhere boolean not null, -- in every store of the retailer
    text text not null,
    kind text not null,
    unpriced_kind text,
    count bigint not null,
    get bigint not null,
    value bigint not null,
    min_grams bigint not null,
    max_grams bigint,
    max_uses bigint,
    max_units bigint,
    basket_min bigint,
    basket_min_counts_own boolean not null,
    starts_at timestamptz not null,
    starts_is_local boolean not null, -- wall time in the file's zone
    ends_at timestamptz not null,
    ends_is_local boolean not null,
    coupon text,
    audiences text[] not null,
    codes text[] not null,
    get_codes text[] not null
) on commit drop
