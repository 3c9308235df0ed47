-- Makes gaps of what has expired, and corrects what the indexes say of an inbox.
-- KEYS: 1 marker; 2 counter; 3 base of the device. ARGV: 1 marker; 2 msgpack, flat:
--   epoch, last seq, oldest time, first expiry (of what still waits, if the inbox has not gone on; 0 for none),
--   places: count, each: epoch, seq; packs: count, each: epoch, last seq, envelopes
-- Returns how many places became gaps.
local base, m = KEYS[3], cmsgpack.unpack(ARGV[2])
local s = load(base)
local before, made = undelivered(s), 0
local i = 6
for _ = 1, m[5] do
  local epoch, seq = m[i], m[i + 1]
  i = i + 2
  if after(epoch, seq, done(s)) and not is_gap(base, epoch, seq) then
    make_gap(base, s, epoch, seq, EXPIRED)
    made = made + 1
  end
end
local packs = m[i]
i = i + 1
for _ = 1, packs do
  local epoch, last, count = m[i], m[i + 1], m[i + 2]
  i = i + 3
  local from = '[' .. pack('>I8I8', epoch, last - count + 1)
  local gone = call('ZLEXCOUNT', base .. 'g', from, '[' .. pack('>I8I8', epoch, last) .. '\255')
  if gone == count then call('XDEL', base .. 's', id(epoch, last)) end
end
local function index(place, name, value)
  s[place] = value
  if value == 0 then
    call('ZREM', partition(base) .. name, string.sub(base, -20))
  else
    call('ZADD', partition(base) .. name, value, string.sub(base, -20))
  end
end
if m[1] == s[EPOCH] and m[2] == s[LAST] then
  index(OLDEST, 'a', m[3])
  index(EXPIRY, 'e', m[4])
end
save(base, s)
call('INCRBY', KEYS[2], undelivered(s) - before)
return made
