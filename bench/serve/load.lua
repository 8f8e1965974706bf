-- load.lua JOB TOKENS RUN - what wrk sends in `./dev bench serve`, and the one line it tells at the end.
--
-- The document is bench/serve/jobs/JOB.graphql. Every request is of another store, list or item,
-- at random, with the token of the list's owner, a line of the file TOKENS; each RUN (a number) and
-- thread begins elsewhere. typename asks for nobody's: one token after the other, so that 20,000
-- of them make a server know all.

local PERSONS, LISTS = 20000, 60000

local function owner(list)
    return list % PERSONS + 1
end

local turn = 0

-- A job's variables, and whose request it is.
local jobs = {
    typename = function()
        turn = turn % PERSONS + 1
        return "{}", turn
    end,
    deals = function()
        return string.format('{"store":%d}', math.random(200)), math.random(PERSONS)
    end,
    list = function()
        local list = math.random(LISTS)
        return string.format('{"id":%d}', list), owner(list)
    end,
    tick = function()
        local list = math.random(LISTS)
        return string.format('{"op":{"id":"%08x-%04x-4000-8000-%012x","listId":%d,' ..
            '"itemId":"%08x-0000-4000-8000-%012x","stamp":"%012x-0000-%016x","isTicked":%s}}',
            math.random(0, 0x7fffffff), math.random(0, 0xffff), math.random(0, 0x7fffffff), list,
            list, math.random(14), os.time() * 1000, math.random(0, 0x7fffffff),
            math.random(2) == 1 and "true" or "false"), owner(list)
    end,
}

local threads = 0

function setup(thread)
    thread:set("seed", threads)
    threads = threads + 1
end

local query, one
local bearers = {}

function init(args)
    local file = assert(io.open("bench/serve/jobs/" .. args[1] .. ".graphql"))
    query = file:read("*a"):gsub("%s+", " ")
    file:close()
    one = jobs[args[1]]
    for token in io.lines(args[2]) do
        bearers[#bearers + 1] = "Bearer " .. token
    end
    math.randomseed(os.time() * 1000 + args[3] * 10 + seed) -- no op's id comes twice
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/json"
end

function request()
    local variables, person = one()
    wrk.headers["Authorization"] = bearers[person]
    return wrk.format(nil, nil, nil,
        string.format('{"query":"%s","variables":%s}', query, variables))
end

function done(summary, latency)
    local e = summary.errors
    print(string.format("LOAD %d %d %d %d %d %d", summary.requests, summary.duration,
        e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50),
        latency:percentile(95), latency:percentile(99)))
end
