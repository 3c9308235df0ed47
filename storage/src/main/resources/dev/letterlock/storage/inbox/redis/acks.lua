-- Part of commit and carry: acks and the receipts that came with them.
local acked = {}

local function ack(d, s, epoch, seq)
  if epoch ~= s[EPOCH] then
    local passed = epoch == s[ACK_EPOCH] and seq - s[ACK] or 0
    s[BACKLOG] = math.max(0, s[BACKLOG] - passed)
  else
    s[BACKLOG] = 0
  end
  s[ACK_EPOCH], s[ACK] = epoch, seq
  acked[d], dirty[d] = true, true
end

local function drop_acked(d)
  local s, base = states[d], KEYS[d]
  if s[ACK_EPOCH] == s[EPOCH] and s[ACK] == s[LAST] then
    s[GAPS] = 0
    drop(base)
  elseif s[GAPS] > 0 or s[BACKLOG] > 0 then
    trim(base, s[ACK_EPOCH], s[ACK])
    s[GAPS] = call('ZLEXCOUNT', base .. 'g', '[' .. pack('>I8', s[EPOCH]), '+')
  else
    call('XTRIM', base .. 's', 'MINID', '~', id(s[ACK_EPOCH], s[ACK] + 1))
  end
end

local told = {}

local function skip_receipts(count)
  for _ = 1, count do
    i = i + 5 + m[i + 4]
  end
end

local function read_receipt()
  local upto, mark, previous = raise(now, m[i], m[i + 1], m[i + 2], m[i + 3])
  local watchers = m[i + 4]
  i = i + 5
  told[#told + 1] = pack('>I8I8I8', upto, mark, previous)
  if mark > 0 then
    for w = i, i + watchers - 1 do
      told[#told + 1] = pack('>I8', state(m[w])[NODE])
    end
  end
  i = i + watchers
end

local function read_ack()
  local d, fence, cursor, epoch, seq = m[i], m[i + 1], m[i + 2], m[i + 3], m[i + 4]
  local mark, receipts = m[i + 5], m[i + 6]
  i = i + 7
  local s = state(d)
  if fence > 0 and fence < s[FENCE] then
    told[#told + 1] = '\2'
    skip_receipts(receipts)
    return
  end
  if cursor == 1 and after(epoch, seq, s[EPOCH], s[LAST]) then
    told[#told + 1] = '\1'
    skip_receipts(receipts)
    return
  end
  told[#told + 1] = '\0'
  if cursor == 1 and after(epoch, seq, s[ACK_EPOCH], s[ACK]) then ack(d, s, epoch, seq) end
  if mark > s[CONFIRMED] then
    s[CONFIRMED], dirty[d] = mark, true
  end
  for _ = 1, receipts do read_receipt() end
end

local function read_acks()
  local acks = m[i]
  i = i + 1
  for _ = 1, acks do read_ack() end
  for d in pairs(acked) do drop_acked(d) end
end
