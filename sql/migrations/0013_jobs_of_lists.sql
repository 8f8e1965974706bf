-- Lists may leave jobs behind, as the other services do (0010_jobs.sql).
grant usage on schema jobs to lists;
grant select, insert, delete on jobs.job to lists;
grant select, insert on jobs.key to lists;
