-- Puts the generation of this run of the primary in force: the one that is, or a new one if another run made it or
-- none is known. Writes in any case, so that a Redis that takes no writes says so.
-- KEYS: 1 marker; 2 counter. ARGV: 1 run id; 2 the least that a new generation may be.
local have = redis.call('GET', KEYS[1]) or ''
local generation, run = string.match(have, '^(%d+) (.*)$')
redis.call('INCRBY', KEYS[2], 0)
if run ~= ARGV[1] then
  local fresh = math.max(tonumber(ARGV[2]), tonumber(generation or '0') + 1)
  have = string.format('%d %s', fresh, ARGV[1])
  redis.call('SET', KEYS[1], have)
end
return have
