-- Links of a list are a plan's limit as the others are; what a household may have follows its
-- owner's plan, which other services may know.
alter table accounts.plan add column links_max integer; -- of one list, that hold

update accounts.plan
set links_max = case name when 'free' then 10 else 50 end;

alter table accounts.plan alter column links_max set not null;

create view accounts.pub_limit as
select m.household_id, l.name as plan, l.lists_max, l.items_max, l.links_max
from accounts.member m
join accounts.person p on p.id = m.person_id
join accounts.plan l on l.name = p.plan
where m.role = 'owner';

grant select on accounts.pub_limit to lists;
