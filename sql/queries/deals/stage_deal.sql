-- query: deals_stage_deal
-- args: seq bigint, line bigint, content_hash bytea, source_id text, store_code text?,
--    is_everywhere boolean, text text, kind text, unpriced_kind text?, count bigint, get bigint,
--    value bigint, min_grams bigint, max_grams bigint?, max_uses bigint?, max_units bigint?,
--    basket_min bigint?, basket_min_counts_own boolean, starts_at timestamptz,
--    starts_is_local boolean, ends_at timestamptz, ends_is_local boolean, coupon text?,
--    audiences text[], codes text[], get_codes text[]
-- route: catalogue
-- slow: 1h
copy stage_deal (seq, line, content_hash, source_id, store_code, is_everywhere, text, kind,
    unpriced_kind, count, get, value, min_grams, max_grams, max_uses, max_units, basket_min,
    basket_min_counts_own, starts_at, starts_is_local, ends_at, ends_is_local, coupon, audiences,
    codes, get_codes)
from stdin (format binary)
