-- GCRA for two buckets of one caller, as src/store/rate.c.
--
-- KEYS[1]: when they are empty again, "<microseconds> <microseconds>"; gone once they are.
-- ARGV: takes_us and room_us of the first, then of the second.
-- Answers {1 if allowed, used_us of the first, used_us of the second}.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local first, second = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+) (%d+)$')
local empty = { tonumber(first) or 0, tonumber(second) or 0 }
local used, is_new, allowed = {}, false, 1
for i = 1, 2 do
    local takes, room = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
    local was = math.max(empty[i] - now, 0)
    used[i] = math.min(was, room) -- it is more when the clock was set back, or of another plan
    if used[i] + takes > room then
        allowed = 0
    end
    used[i] = used[i] + allowed * takes
    is_new = is_new or used[i] ~= was
end
if is_new then
    local last = math.max(used[1], used[2])
    redis.call('SET', KEYS[1], string.format('%.0f %.0f', now + used[1], now + used[2]),
        'PX', math.ceil((last + 1) / 1000))
end
return { allowed, used[1], used[2] }
