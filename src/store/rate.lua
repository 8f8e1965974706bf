-- GCRA for two buckets of one caller, as src/store/rate.c.
--
-- KEYS[1]: when they are empty again, "<microseconds> <microseconds>"; gone once they are.
-- ARGV: takes_us, room_us and owes_us of the first, then of the second.
-- Answers {1 if allowed, used_us of the first, used_us of the second}.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local first, second = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+) (%d+)$')
local empty = { tonumber(first) or 0, tonumber(second) or 0 }
local used, is_new, allowed = {}, false, 1
for i = 1, 2 do
    local takes, room, owes = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), ARGV[3 * i]
    local full = room + math.floor(room / 8) -- SC_RATE_SLACK
    local was = math.max(empty[i] - now, 0)
    used[i] = was > full and room or was -- the clock was set back, or it is of another plan
    used[i] = math.min(used[i] + owes, full)
    if used[i] + takes > room then
        allowed = 0
    end
    used[i] = used[i] + allowed * takes
    if used[i] ~= was then
        empty[i] = now + used[i]
        is_new = true
    end
end
if is_new then
    local last = math.max(empty[1], empty[2]) - now
    redis.call('SET', KEYS[1], string.format('%.0f %.0f', empty[1], empty[2]),
        'PX', math.ceil((last + 1) / 1000))
end
return { allowed, used[1], used[2] }
