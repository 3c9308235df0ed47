-- Inboxes that an index says are due. KEYS: 1 marker; 2.. "ll{<partition>}a" or e. ARGV: 1 marker; 2 up to which
-- time; 3 how many. Returns their devices.
local out = {}
for k = 2, #KEYS do
  local left = tonumber(ARGV[3]) - #out
  if left <= 0 then break end
  for _, device in ipairs(call('ZRANGEBYSCORE', KEYS[k], '-inf', ARGV[2], 'LIMIT', 0, left)) do
    out[#out + 1] = device
  end
end
return out
