-- The words of the catalogue: what a shopper's line is looked up in. docs/matching.md tells how.
-- All of it is made from retail.product and can be made again.

create table retail.word (
    id integer primary key generated always as identity,
    word text collate "C" not null unique, -- folded; byte order, for ranges of beginnings
    n integer not null -- products that have it
);

create index word_trigrams on retail.word using gin (word public.gin_trgm_ops);

create table retail.product_word (
    word_id integer not null,
    product_id bigint not null,
    primary key (word_id, product_id)
);

create index product_word_product on retail.product_word (product_id);

-- What was last learnt of a product: it is learnt again when its text is another.
create table retail.product_text (
    product_id bigint primary key,
    text text not null
);

-- One row: how many products have been learnt.
create table retail.word_total (
    is_only boolean primary key default true check (is_only),
    products bigint not null
);

insert into retail.word_total (products) values (0);

-- The words of a folded text, each once. Words that begin with a digit, as sizes do, are compared,
-- never looked up. The classes are written out, for those of PostgreSQL depend on the locale.
create function retail.words_of(text text) returns setof text
language sql immutable strict
as $$
    select distinct m[1]
    from regexp_matches(text, '[a-z0-9\u0080-\U0010FFFF]+', 'g') m
    where m[1] !~ '^[0-9]'
$$;

-- Learns the products that are new or have another text; gives how many. Cheap when there are none.
create function retail.learn_words() returns bigint
language plpgsql
as $$
declare
    changed bigint[];
    known bigint[];
begin
    lock table retail.word_total in share row exclusive mode; -- one learner at a time
    select coalesce(array_agg(p.id), '{}'),
        coalesce(array_agg(p.id) filter (where t.product_id is not null), '{}')
    into changed, known
    from retail.product p
    left join retail.product_text t on t.product_id = p.id
    where t.text is distinct from p.search_text;
    if cardinality(known) > 0 then
        with gone as (
            delete from retail.product_word where product_id = any(known) returning word_id
        )
        update retail.word w set n = w.n - g.n
        from (select word_id, count(*) as n from gone group by word_id) g
        where w.id = g.word_id;
    end if;
    with found as materialized (
        select p.id, f.word
        from unnest(changed) c(id)
        join retail.product p on p.id = c.id
        cross join lateral retail.words_of(p.search_text) f(word)
    ),
    kept as (
        insert into retail.word as w (word, n)
        select word, count(*) from found group by word order by word
        on conflict (word) do update set n = w.n + excluded.n
        returning w.id, w.word
    )
    insert into retail.product_word (word_id, product_id)
    select k.id, f.id from found f join kept k on k.word = f.word collate "C";
    insert into retail.product_text (product_id, text)
    select p.id, p.search_text from retail.product p where p.id = any(changed)
    on conflict (product_id) do update set text = excluded.text;
    update retail.word_total set products = products + cardinality(changed) - cardinality(known)
    where cardinality(changed) > 0;
    return cardinality(changed);
end
$$;
