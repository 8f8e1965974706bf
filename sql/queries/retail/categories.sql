-- loader: retail_categories
-- key:    none
-- row:    name text
-- route:  catalogue
-- cache:  10m tag product
-- page:   name
-- uses:   product_category

-- Each once, by steps from one to the next along the index: there are few, and many products.
with recursive step (name, n) as (
    (
        select p.category, 1
        from retail.product p
        where p.category > $1 and p.merged_into is null
        order by p.category
        limit 1
    )
    union all
    select (
            select p.category
            from retail.product p
            where p.category > s.name and p.merged_into is null
            order by p.category
            limit 1), s.n + 1
    from step s
    where s.name is not null and s.n < $2
)
select name from step where name is not null order by name
