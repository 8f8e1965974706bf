-- query: accounts_purge_guests
-- args:  person_ids bigint[]
-- row:   id bigint, delete_after timestamptz
-- route: household

-- Of these, guests without a session: nobody can come back as one of them. Not one whose lists are
-- still to follow somebody: that job may be dead, and be replayed.
update accounts.person p set delete_after = now()
where p.id = any($1) and p.email is null and p.delete_after is null
    and not exists (select from accounts.session s where s.person_id = p.id)
    and not exists (
        select from jobs.job j
        where j.kind = 'accounts_bring'
            and (j.payload::json ->> 'from_person_id')::bigint = p.id)
returning p.id, p.delete_after
