-- Receipts that were changed since they were drained. KEYS: 1 marker; 2.. "ll{<partition>}". ARGV: 1 marker; 2 how
-- many. Returns of each: user and field, record.
local out = {}
for k = 2, #KEYS do
  local left = tonumber(ARGV[2]) - #out / 2
  if left <= 0 then break end
  for _, name in ipairs(call('ZRANGE', KEYS[k] .. 'l', 0, left - 1)) do
    local cell = call('HGET', KEYS[k] .. string.sub(name, 1, 16) .. 'r', string.sub(name, 17))
    out[#out + 1] = name
    out[#out + 1] = cell
  end
end
return out
