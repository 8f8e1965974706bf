-- query: retail_price_history_open
-- args: at timestamptz
-- row: opened boolean
-- route: catalogue

-- Makes the month's partition unless it is there.
select retail.price_history_open($1) as opened
