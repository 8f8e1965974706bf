-- query: retail_stage_store
-- args: seq bigint, line bigint, retailer_key text, retailer_name text?, code text, name text?,
--    sub_chain text?, address text?, city text?, zip text?, kind smallint, lat double precision?,
--    lon double precision?
-- route: catalogue
copy stage_store (seq, line, retailer_key, retailer_name, code, name, sub_chain, address, city, zip,
    kind, lat, lon)
from stdin (format binary)
