-- A bucket of tokens: when it will be full, in µs by the clock of this Redis; absent while it is.
-- KEYS: 1 marker; 2 the bucket. ARGV: 1 µs that one token takes to come back; 2 how many it holds.
-- Returns 0 if one was taken, else the µs after which one is back.
local call = redis.call
local time = call('TIME')
local now = time[1] * 1000000 + time[2]
local interval = tonumber(ARGV[1])
local capacity = interval * tonumber(ARGV[2])
-- Emptier than empty it is not: a clock was set back, or the rate was another.
local full = math.min(math.max(tonumber(call('GET', KEYS[2]) or 0), now), now + capacity)
local excess = full + interval - now - capacity
if excess > 0 then return excess end
full = full + interval
call('SET', KEYS[2], string.format('%d', full), 'PX', math.ceil((full - now) / 1000))
return 0
