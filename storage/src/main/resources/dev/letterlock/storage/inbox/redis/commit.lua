-- Everything that was submitted meanwhile, in one step: acks and receipts first, then submissions in their order.
-- After state, receipts and window.
-- KEYS: 1 marker; 2 counter of waiting envelopes; 3.. bases of devices and users, named below by their index.
-- ARGV: 1 marker; 2 program, msgpack, flat:
--   now, limit,
--   acks: count, each: device, fence or 0, has cursor, epoch, seq, confirmed mark, receipts: count, each: user, field, kind,
--     upTo, watchers: count, each: device
--   submissions: count, each: sender, id and hash (24 bytes), fingerprint (4), look up only, tag (32 bytes or ""),
--     recipients, targets: count, each: device, pack, length
-- 3 packs, msgpack, flat, each: device, first expiry or 0, envelopes; 4.. the envelopes of each pack.
-- Returns: answers to acks, each: 0, 1 refused or 2 displaced (1 byte), and if 0, of each receipt: upTo, mark, mark
--     before it (u64), and if the mark is not 0, of each watcher its node (u64);
--   answers to submissions, each: outcome (1), time (u64), full devices (u16, 20 bytes each), of each target epoch, seq,
--     node;
--   envelopes that wait.
local m = cmsgpack.unpack(ARGV[2])
local packs = cmsgpack.unpack(ARGV[3])
local now, limit = m[1], m[2]
local i = 3
local STORED, KNOWN, CONFLICT, FULL, UNKNOWN = 1, 2, 3, 4, 5

local states, before, dirty = {}, {}, {}
local function state(d)
  local s = states[d]
  if not s then
    s = load(KEYS[d])
    states[d], before[d] = s, undelivered(s)
  end
  return s
end

-- Acks

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

-- Submissions

local open = {}
for a = 1, #packs / 3 do open[a] = {off = 0, heads = {}, cuts = {}} end
local pending = {}
local answers = {}

local function collapse(d, s, tag, entry)
  local base = KEYS[d]
  local place = call('HGET', base .. 'c', tag)
  if place then
    local epoch, seq = unpack_('>I8I8', place)
    if after(epoch, seq, done(s)) then
      local waiting = epoch == s[EPOCH] and pending[d] and pending[d][seq]
      if waiting and not waiting.gone then
        waiting.gone = true
        make_gap(base, s, epoch, seq, COLLAPSED)
      elseif not waiting and call('XDEL', base .. 's', id(epoch, seq)) == 1 then
        make_gap(base, s, epoch, seq, COLLAPSED)
      end
    end
  end
  pending[d] = pending[d] or {}
  pending[d][s[LAST]] = entry
  call('HSET', base .. 'c', tag, pack('>I8I8', s[EPOCH], s[LAST]))
end

local function skip(targets)
  for _ = 1, targets do
    local p = open[m[i + 1]]
    p.off = p.off + m[i + 2]
    i = i + 3
  end
end

local function has_room(recipients, targets)
  if recipients == 0 then recipients = targets end
  for t = 0, recipients - 1 do
    if undelivered(state(m[i + 3 * t])) < limit then return true end
  end
  return recipients == 0
end

local NO_PLACE = pack('>I8I8I8', 0, 0, 0)

local function store(d, w, key, print, tag, targets)
  local time = math.max(now, w.last + 1)
  local full, places = {}, {}
  for t = 1, targets do
    local to, p, length = m[i], open[m[i + 1]], m[i + 2]
    local s = state(to)
    i = i + 3
    if undelivered(s) < limit then
      local seq = s[LAST] + 1
      s[LAST], dirty[to] = seq, true
      p.heads[#p.heads + 1] = pack('>I8I4', time, length)
      p.cuts[#p.cuts + 1] = p.off
      p.last, p.first_time = seq, p.first_time or time
      places[t] = pack('>I8I8I8', s[EPOCH], seq, s[NODE])
      if tag ~= '' then collapse(to, s, tag, p) end
    else
      full[#full + 1] = string.sub(KEYS[to], -20)
      places[t] = NO_PLACE
    end
    p.off = p.off + length
  end
  local names = table.concat(full)
  remember(d, w, key, print, time, names)
  return pack('>BI8I2', STORED, time, #full) .. names .. table.concat(places)
end

local function submit()
  local d, key, print, look, tag, recipients, targets =
    m[i], m[i + 1], m[i + 2], m[i + 3], m[i + 4], m[i + 5], m[i + 6]
  i = i + 7
  local w = window(d)
  local hash, time, full = known(d, w, string.sub(key, 1, 16), print)
  local answer
  if hash then
    if hash == string.sub(key, 17) then
      answer = pack('>BI8I2', KNOWN, time, #full / 20) .. full
    else
      answer = pack('>BI8I2', CONFLICT, 0, 0)
    end
  elseif look == 1 then
    answer = pack('>BI8I2', UNKNOWN, 0, 0)
  elseif not has_room(recipients, targets) then
    answer = pack('>BI8I2', FULL, 0, 0)
  else
    answers[#answers + 1] = store(d, w, key, print, tag, targets)
    return
  end
  skip(targets)
  answers[#answers + 1] = answer
end

local function write_pack(a, p)
  local d, expiry, envelopes = packs[3 * a - 2], packs[3 * a - 1], packs[3 * a]
  local count = #p.heads
  if count == 0 then return end
  local s, base, blob = states[d], KEYS[d], ARGV[3 + a]
  if not p.gone then
    if count < envelopes then
      local kept = {}
      for k = 1, count do
        local _, length = unpack_('>I8I4', p.heads[k])
        kept[k] = string.sub(blob, p.cuts[k] + 1, p.cuts[k] + length)
      end
      blob = table.concat(kept)
    end
    call('XADD', base .. 's', id(s[EPOCH], p.last), 'h', table.concat(p.heads), 'b', blob)
  end
  if s[OLDEST] == 0 then
    s[OLDEST] = p.first_time
    call('ZADD', partition(base) .. 'a', p.first_time, string.sub(base, -20))
  end
  if expiry > 0 and (s[EXPIRY] == 0 or expiry < s[EXPIRY]) then
    s[EXPIRY] = expiry
    call('ZADD', partition(base) .. 'e', expiry, string.sub(base, -20))
  end
end

local acks = m[i]
i = i + 1
for _ = 1, acks do read_ack() end
for d in pairs(acked) do drop_acked(d) end
local submissions = m[i]
i = i + 1
for _ = 1, submissions do submit() end
for a, p in ipairs(open) do write_pack(a, p) end
for d, w in pairs(windows) do save_window(KEYS[d], w) end
for u, user in pairs(users) do
  if user.changed then save_receipts(KEYS[u], user) end
end
local delta = 0
for d in pairs(dirty) do
  delta = delta + undelivered(states[d]) - before[d]
  save(KEYS[d], states[d])
end
-- Always a write: WAIT and WAITAOF count from the last one of a connection.
local waiting = call('INCRBY', KEYS[2], delta)
return {table.concat(told), table.concat(answers), waiting}
