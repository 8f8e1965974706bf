-- query: accounts_household_add
-- args:  name text?, country text?, person_id bigint
-- row:   id bigint, name text, country text, created_at timestamptz
-- route: household

-- With its first member, who owns it; none: the person's plan has no more of them. One that nobody
-- has named yet is called what it is, in the person's language.
with made as (
    insert into accounts.household (name, country)
    select coalesce($1,
            case split_part(p.locale, '-', 1)
                when 'hr' then 'Dom'
                when 'he' then 'הבית'
                else 'Home'
            end),
        coalesce($2, p.country)
    from accounts.person p
    join accounts.plan l on l.name = p.plan
    where p.id = $3 and l.households_max > (
        select count(*) from accounts.member m where m.person_id = p.id and m.role = 'owner')
    returning id, name, country, created_at
),
owned as (
    insert into accounts.member (household_id, person_id, role)
    select id, $3, 'owner' from made
)
select id, name, country, created_at from made
