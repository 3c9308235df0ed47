-- Compares sessions of one node with the states of their inboxes. KEYS: 1 marker; then of each session: base of the
-- device, base of its user. ARGV: 1 marker; 2 msgpack, flat: node; of each session: fence, epoch and seq up to which was
-- sent, mark up to which receipts were sent.
-- Writes where a route is lost and nowhere else: nobody waits for it to be durable, because it would be put back again.
-- One that its session took away is not lost: the caller may have begun to ask before that.
-- Returns of each session that is not well: index (u32), 1 displaced + 2 receipts wait (1 byte), last epoch, last seq.
local m = cmsgpack.unpack(ARGV[2])
local node, i, out = m[1], 2, {}
for k = 2, #KEYS, 2 do
  local base, fence, epoch, seq, mark = KEYS[k], m[i], m[i + 1], m[i + 2], m[i + 3]
  i = i + 4
  local s = load(base)
  local flags = 0
  if s[FENCE] > fence or (s[FENCE] == fence and s[NODE] ~= node and s[NODE] ~= 0) then
    flags = 1
  else
    if s[FENCE] < fence then
      s[NODE], s[FENCE] = node, fence
      save(base, s)
    end
    local newest = call('ZREVRANGE', KEYS[k + 1] .. 'p', 0, 0, 'WITHSCORES')
    if newest[2] and tonumber(newest[2]) > math.max(mark, s[CONFIRMED]) then flags = 2 end
  end
  if flags > 0 or s[EPOCH] ~= epoch or s[LAST] > seq then
    out[#out + 1] = pack('>I4BI8I8', k / 2 - 1, flags, s[EPOCH], s[LAST])
  end
end
return table.concat(out)
