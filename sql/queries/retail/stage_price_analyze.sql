-- query: retail_stage_price_analyze
-- route: catalogue

-- The merges are planned by what is in it; by the columns that they join on.
analyze stage_price (code, gtin, store_code, store_id, has_facts, has_price, is_new)
