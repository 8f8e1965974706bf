-- Who has changed what: so that all that names a person is found when they go, or become another.
create table lists.author (
    person_id bigint not null, -- or a link to the list
    list_id bigint not null references lists.list on delete cascade,
    primary key (person_id, list_id)
);

create index author_list on lists.author (list_id);

insert into lists.author (person_id, list_id)
select l.made_by, l.id from lists.list l
union
select i.added_by, i.list_id from lists.item i
union
select i.changed_by, i.list_id from lists.item i
union
select g.given_by, g.list_id from lists.grant g
union
select s.made_by, s.list_id from lists.share s;
