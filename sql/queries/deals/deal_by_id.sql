-- loader: deals_deal_by_id
-- key:    id bigint
-- row:    key bigint, word text, id bigint, until_at timestamptz, kind text, text text,
--    source_id text, count integer, get_count integer?, amount.minor bigint?,
--    amount.currency text?, percent double precision?, min_grams integer?, max_grams integer?,
--    max_uses integer?, max_units integer?, basket_min.minor bigint?, basket_min.currency text?,
--    starts_at timestamptz?, ends_at timestamptz?, coupon text?, audiences text[],
--    retailer.id bigint, retailer.key text, retailer.name text,
--    retailer.country text?, product.id bigint?, product.gtin text?,
--    product.name text?, product.brand text?, product.category text?,
--    product.size_amount double precision?, product.size_unit text?, product.pack_count integer?,
--    product.is_weighed boolean?, product.image_url text?
-- route:  catalogue
-- cache:  10m tag deal
-- uses:   deal_pkey

-- What a deal was found by, other than its id, is its `key` or its `word`.
select d.id as key, '' as word, d.*
from deals.deal_row d
where d.id = any($1)
