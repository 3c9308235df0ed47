-- The record of a move into a domain, a hash: id, from, begun, end, and how far it has come there: sender, inbox. Writes in any case,
-- because it is waited for.
-- KEYS: 1 marker; 2 counter; 3 the hash. ARGV: 1 which: find, begin or finish; 2 id; 3 from; 4 begun, ms.
-- Returns the hash as it is then, fields and values.
local call = redis.call
call('INCRBY', KEYS[2], 0)
if ARGV[1] == 'begin' then
  call('DEL', KEYS[3])
  call('HSET', KEYS[3], 'id', ARGV[2], 'from', ARGV[3], 'begun', ARGV[4])
elseif ARGV[1] == 'finish' and call('HGET', KEYS[3], 'id') == ARGV[2] then
  call('HSET', KEYS[3], 'end', '1')
end
return call('HGETALL', KEYS[3])
