-- Part of an inbox. KEYS: 1 marker; 2 base of the device. ARGV: 1 marker; 2, 3 epoch and seq after which; 4 how many
-- envelopes or gaps; 5 bytes.
-- Returns the state; the place from which was read; 1 if the gaps are all; 1 if the packs are all; gaps; then of each
-- pack: id, heads, envelopes.
local base, most, room = KEYS[2], tonumber(ARGV[4]), tonumber(ARGV[5])
local s = load(base)
local epoch, seq = done(s)
if after(tonumber(ARGV[2]), tonumber(ARGV[3]), epoch, seq) then
  epoch, seq = tonumber(ARGV[2]), tonumber(ARGV[3])
end
local from = pack('>I8I8', epoch, seq)
local gaps = call('ZRANGEBYLEX', base .. 'g', '(' .. from .. '\255', '+', 'LIMIT', 0, most + 1)
local out = {packed(s), from, #gaps > most and 0 or 1, 0, table.concat(gaps)}
local at, count = id(epoch, seq + 1), 0
while count < most and room > 0 do
  local some = call('XRANGE', base .. 's', at, '+', 'COUNT', 4)
  for _, entry in ipairs(some) do
    local n = #out
    out[n + 1], out[n + 2], out[n + 3] = entry[1], entry[2][2], entry[2][4]
    at = '(' .. entry[1]
    count = count + #entry[2][2] / 12
    room = room - #entry[2][4]
  end
  if #some < 4 then
    out[4] = 1
    break
  end
end
return out
