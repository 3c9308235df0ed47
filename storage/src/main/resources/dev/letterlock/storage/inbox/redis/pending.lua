-- Receipts that a device has not confirmed. KEYS: 1 marker; 2 base of the device; 3 of its user. ARGV: 1 marker;
-- 2 above which mark; 3 how many. Returns of each: field and kind, record.
local s = load(KEYS[2])
local above = string.format('(%d', math.max(tonumber(ARGV[2]), s[CONFIRMED]))
local out = {}
for _, name in ipairs(call('ZRANGEBYSCORE', KEYS[3] .. 'p', above, '+inf', 'LIMIT', 0, ARGV[3])) do
  out[#out + 1] = name
  out[#out + 1] = call('HGET', KEYS[3] .. 'r', string.sub(name, 1, 36))
end
return out
