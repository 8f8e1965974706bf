-- Filling caches may take minutes, and nobody waits for it: not in the queue of exports.
update jobs.task set queue = 'feed' where name = 'cache-warm' and queue = 'export';
