-- load.lua JOB - what wrk sends in `./dev bench serve`, and the one line it tells at the end.
--
-- The document is bench/serve/jobs/JOB.graphql. Every request is of another store, list or item,
-- at random; each thread begins elsewhere.

local variables = {
    typename = function() return "{}" end,
    deals = function() return string.format('{"store":%d}', math.random(200)) end,
    list = function() return string.format('{"id":%d}', math.random(60000)) end,
    tick = function()
        return string.format('{"id":%d,"isTicked":%s}', math.random(900000),
            math.random(2) == 1 and "true" or "false")
    end,
}

local threads = 0

function setup(thread)
    thread:set("seed", threads)
    threads = threads + 1
end

local query, one

function init(args)
    local file = assert(io.open("bench/serve/jobs/" .. args[1] .. ".graphql"))
    query = file:read("*a"):gsub("%s+", " ")
    file:close()
    one = variables[args[1]]
    math.randomseed(20261125 + seed)
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/json"
end

function request()
    return wrk.format(nil, nil, nil, string.format('{"query":"%s","variables":%s}', query, one()))
end

function done(summary, latency)
    local e = summary.errors
    print(string.format("LOAD %d %d %d %d %d %d", summary.requests, summary.duration,
        e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50),
        latency:percentile(95), latency:percentile(99)))
end
