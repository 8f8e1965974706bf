-- query: probe_effect
-- args:  number bigint, attempt integer
-- route: every
insert into probe.effect (number, attempt) values ($1, $2)
