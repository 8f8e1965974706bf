-- Ids, the services' schemas and roles, and the extension that finds text by its trigrams.
-- Whoever migrates owns the database, and may create roles unless the two below exist already.

-- The newest id given: milliseconds since 2025 in the upper bits, a count in the lower ten.
create sequence public.id_tick minvalue 0 start 0;

-- A new id: 41 bits of milliseconds since 2025-01-01 UTC, 12 bits of the household's logical shard
-- (0: the catalogue), 10 bits that count within the millisecond.
--
-- The sequence alone makes ids unique: it only grows. Many ids in one millisecond, or a clock that
-- was set back, so run ahead of the clock instead of repeating. Once the sequence is behind the
-- clock by a second (2^20 values), one session sets it forward while the others that see this wait
-- for its lock. They have taken a value or two each, and a server has at most 2^18 sessions, so
-- none of them has reached the value it is set to.
--
-- The block around the lock ends by an error on purpose: that gives the lock back at once, on every
-- way out, while sequences and variables stay as they are.
create function public.new_id(shard integer default 0) returns bigint
language plpgsql volatile strict
as $$
declare
    tick bigint;
    now_tick bigint;
begin
    if shard not between 0 and 4095 then
        raise exception 'shard % is not in 0..4095', shard using errcode = '22023';
    end if;
    now_tick := (extract(epoch from clock_timestamp()) * 1000 - 1735689600000)::bigint << 10;
    tick := nextval('public.id_tick');
    if tick < now_tick - 1048576 then
        begin
            perform pg_advisory_xact_lock('public.id_tick'::regclass::bigint);
            tick := nextval('public.id_tick');
            if tick < now_tick - 1048576 then
                tick := setval('public.id_tick', now_tick);
            end if;
            raise exception using errcode = 'SCID0';
        exception
            when sqlstate 'SCID0' then null;
        end;
    end if;
    return ((tick >> 10) << 22) | (shard::bigint << 10) | (tick & 1023);
end
$$;

-- Roles belong to the whole cluster: another database of ours may have made them, or be doing so.
do $$
declare
    service text;
begin
    foreach service in array array['retail', 'deals'] loop
        begin
            if not exists (select from pg_roles where rolname = service) then
                execute format('create role %I', service);
            end if;
        exception
            when duplicate_object or unique_violation then null;
            when insufficient_privilege then
                raise exception 'the role "%" is missing, and % may not create roles', service,
                    current_user
                using errcode = '42501',
                    hint = format('as a superuser: create role %I; or: alter role %I createrole',
                        service, current_user);
        end;
        execute format('create schema %I', service);
        execute format('grant usage on schema %I to %I', service, service);
        execute format('alter default privileges in schema %I grant select, insert, update, delete '
            'on tables to %I', service, service);
        execute format('grant usage, update on sequence public.id_tick to %I', service);
    end loop;
end
$$;

create extension if not exists pg_trgm with schema public;
