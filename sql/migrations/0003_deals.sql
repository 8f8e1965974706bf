-- Deals, each stored once however many stores have it; docs/catalogue.md has the rules.

-- The fields are those of src/domain/deal.h. A row never changes: other words are another deal.
create table deals.deal (
    id bigint primary key default public.new_id(),
    retailer_id bigint not null,
    content_hash bytea not null, -- of all that the retailer says of it, codes included
    source_id text not null, -- the retailer's own number
    text text not null, -- its words
    kind text not null, -- of the pricing contract, or "unpriced"
    unpriced_kind text, -- what it was, when unpriced
    count bigint not null,
    get bigint not null,
    value bigint not null, -- minor units or basis points, by kind
    min_grams bigint not null,
    max_grams bigint, -- this and the next three: null is no limit
    max_uses bigint,
    max_units bigint,
    basket_min bigint,
    basket_min_counts_own boolean not null,
    starts_at timestamptz not null, -- both included; infinite: unbounded
    ends_at timestamptz not null,
    coupon text,
    audiences text[] not null, -- none: everybody
    created_at timestamptz not null default now(),
    unique (retailer_id, content_hash)
);

-- By the retailer's codes: a deal may be known before what it is about.
create table deals.deal_item (
    deal_id bigint not null references deals.deal,
    retailer_id bigint not null,
    is_get boolean not null, -- a gift of buy_get; else what triggers the deal
    code text not null,
    primary key (deal_id, is_get, code)
);

create index deal_item_code on deals.deal_item (retailer_id, code, deal_id);

-- Where a deal is on now, by the newest files.
create table deals.deal_store (
    store_id bigint not null,
    deal_id bigint not null references deals.deal,
    source text not null,
    since_at timestamptz not null, -- of the file that put it there
    primary key (store_id, deal_id)
);

-- Deals of every store of a retailer, those to come too.
create table deals.deal_chain (
    retailer_id bigint not null,
    deal_id bigint not null references deals.deal,
    source text not null,
    since_at timestamptz not null,
    primary key (retailer_id, deal_id)
);

-- The stores of each deal that is on now.
create view deals.deal_on as
select a.store_id, a.deal_id, a.source, a.since_at
from deals.deal_store a
union all
select s.id, c.deal_id, c.source, c.since_at
from deals.deal_chain c
join retail.pub_store s on s.retailer_id = c.retailer_id
where not exists (
    select from deals.deal_store a where a.store_id = s.id and a.deal_id = c.deal_id);

grant usage on schema retail to deals;
grant select on retail.pub_store to deals;
grant select on deals.deal_on to deals;
