-- query: deals_turn_done
-- args:  until timestamptz
-- route: catalogue
update deals.turn set done_until = greatest(done_until, $1)
