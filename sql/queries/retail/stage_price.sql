-- query: retail_stage_price
-- args: seq bigint, line bigint, store_code text, store_id bigint?, code text, gtin bigint?,
--    is_repeat boolean, is_again boolean, has_facts boolean, facts_hash bigint?, name text?,
--    brand text?, category text?, name_fold text?, brand_fold text?, category_fold text?,
--    size_milli bigint?, size_unit smallint?, pack_count integer?, is_weighed boolean?,
--    image_url text?, link text?, is_gone boolean, has_price boolean, row_hash bigint?,
--    price_minor bigint?, regular_minor bigint?, low_30d_minor bigint?, deposit_minor bigint?,
--    special_from timestamptz?, special_to timestamptz?, special_is_local boolean,
--    is_special boolean, is_new boolean
-- route: catalogue
-- slow: 1h
copy stage_price (seq, line, store_code, store_id, code, gtin, is_repeat, is_again, has_facts,
    facts_hash, name, brand, category, name_fold, brand_fold, category_fold, size_milli,
    size_unit, pack_count, is_weighed, image_url, link, is_gone, has_price, row_hash, price_minor,
    regular_minor, low_30d_minor, deposit_minor, special_from, special_to, special_is_local,
    is_special, is_new)
from stdin (format binary)
