-- Caches are filled with what is asked for most, where an import or Redis has emptied them. What is
-- there already is not read again.
insert into jobs.task (name, queue, kind, cron) values
('cache-warm', 'export', 'cache_warm', '*/15 * * * *');
