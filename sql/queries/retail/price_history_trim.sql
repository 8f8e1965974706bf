-- query: retail_price_history_trim
-- args: before timestamptz
-- row: months integer
-- route: catalogue

-- Drops the months that ended before; how many.
select retail.price_history_trim($1) as months
