-- Nodes that live, in one hash: field is the node, value up to when (u64, ms by the clock of this Redis) and its name.
-- KEYS: 1 marker; 2 the hash. ARGV: 1 node, 0 to ask only; 2 how many ms it lives, 0 if it ends; 3 its name.
-- Returns of each that lives: node, name.
local call = redis.call
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local node, lives = ARGV[1], tonumber(ARGV[2])
if node ~= '0' then
  call('HSET', KEYS[2], node, struct.pack('>I8', now + lives) .. ARGV[3])
end
local all, out = call('HGETALL', KEYS[2]), {}
for k = 1, #all, 2 do
  if struct.unpack('>I8', all[k + 1]) > now then
    out[#out + 1] = all[k]
    out[#out + 1] = string.sub(all[k + 1], 9)
  elseif node ~= '0' then
    call('HDEL', KEYS[2], all[k])
  end
end
return out
