-- Takes over an inbox, in parts. After state.
-- KEYS: 1 marker; 2 counter; 3 record of the move; 4 base of the device. ARGV: 1 marker; 2 id of the move; 3 "b" if this is the first
-- part, "e" if it is the last, "be" if both; 4 gaps (epoch, seq, reason); 5 tags (32 bytes, epoch, seq); 6 how many packs; of each: id,
-- heads, envelopes; and at the end: state; x, w; of each send that met full devices: slot, devices.
-- What a part that was cut short has left goes with the first part of the next try.
if call('HGET', KEYS[3], 'id') ~= ARGV[2] or call('HGET', KEYS[3], 'end') then
  return redis.error_reply('MOVE this move is not under way')
end
local base, part = KEYS[4], ARGV[3]
local device = string.sub(base, -20)

local function each(text, size, add)
  for from = 1, #text, size do add(string.sub(text, from, from + size - 1)) end
end

local waiting = 0
if string.find(part, 'b') then
  local before = call('GET', base .. 'i')
  if before then waiting = -undelivered({unpack_(FORM, before)}) end
  drop(base)
  call('DEL', base .. 'i', base .. 'x', base .. 'w', base .. 'f')
  call('ZREM', partition(base) .. 'a', device)
  call('ZREM', partition(base) .. 'e', device)
end
each(ARGV[4], 17, function(gap) call('ZADD', base .. 'g', 0, gap) end)
each(ARGV[5], 48, function(tag) call('HSET', base .. 'c', string.sub(tag, 1, 32), string.sub(tag, 33)) end)
local i = 7
for _ = 1, tonumber(ARGV[6]) do
  call('XADD', base .. 's', ARGV[i], 'h', ARGV[i + 1], 'b', ARGV[i + 2])
  i = i + 3
end
if string.find(part, 'e') then
  local s = {unpack_(FORM, ARGV[i])}
  if #ARGV[i + 1] > 0 then call('SET', base .. 'x', ARGV[i + 1]) end
  if #ARGV[i + 2] > 0 then call('SET', base .. 'w', ARGV[i + 2]) end
  for slot = i + 3, #ARGV, 2 do call('HSET', base .. 'f', ARGV[slot], ARGV[slot + 1]) end
  if s[OLDEST] > 0 then call('ZADD', partition(base) .. 'a', s[OLDEST], device) end
  if s[EXPIRY] > 0 then call('ZADD', partition(base) .. 'e', s[EXPIRY], device) end
  save(base, s)
  waiting = waiting + undelivered(s)
  call('HSET', KEYS[3], 'inbox', device)
end
return {call('INCRBY', KEYS[2], waiting)}
