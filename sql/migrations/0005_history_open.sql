-- The first imports of a month, side by side, all make its partition of the price history. Waiting
-- for each other was right, but to_regclass() remembers from before the wait that there is none: an
-- advisory lock, unlike one on a table, does not have a session take in what others have made.
-- A query of pg_class sees it.
create or replace function retail.price_history_open(at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
    month timestamp := date_trunc('month', at at time zone 'UTC');
    partition text := 'price_history_' || to_char(month, 'YYYYMM');
begin
    if to_regclass('retail.' || partition) is not null then
        return false;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('retail.price_history', 0));
    if exists (
        select
        from pg_class c
        where c.relnamespace = 'retail'::regnamespace and c.relname = partition
    ) then
        return false;
    end if;
    execute format('create table retail.%I (like retail.price_history)', partition);
    execute format('alter table retail.price_history attach partition retail.%I'
        ' for values from (%L) to (%L)', partition, month at time zone 'UTC',
        (month + interval '1 month') at time zone 'UTC');
    return true;
end
$$;
