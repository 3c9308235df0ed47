-- In a Redis Cluster: what a commit changes in one partition, after what prepare found. Messages that come in from other
-- partitions, each once, however often they are brought; messages that go out from here are settled when all others
-- have them. After state, book, receipts, window, unsettled, acks and places.
-- KEYS: 1 marker; 2 counter of waiting envelopes; 3.. bases of devices and users, named below by their index.
-- ARGV: 1 marker; 2 program, msgpack, flat: now, limit, acks as in commit,
--   incoming: count, each: sender (20 bytes), id (16), tag (32 bytes or ""), generation of the sender's partition, time when
--     the oldest was begun that the sender has not settled, time when this was begun, time, targets: count, each: device,
--     pack, length
--   outgoing: count, each: sender, id and hash (24 bytes), fingerprint (4), tag, time, recipients elsewhere, whether one
--     of them has it, names of those that are full, recipients here, targets here: count, each: device, pack, length
-- 3 packs and 4.. their envelopes, as in commit.
-- Returns: answers to acks, as commit; of each incoming target: 0 full, 1 stored, 2 had it or 3 late (1 byte), time that it
--   has there, epoch, seq, node (u64); answers to outgoing, as commit to submissions; envelopes that wait.
local STORED, KNOWN, CONFLICT, FULL = 1, 2, 3, 4
local NOW_FULL, NOW_STORED, HAD, LATE = '\0', '\1', '\2', '\3'

-- What came from a sender lately: generation, when the oldest was begun that is not settled, as far as they are known, and
-- time of the last message in this generation; of each message since the oldest time and id.
local HEARD, ENTRY = 24, 24
local heard = {}

local function from(d, sender, generation, oldest)
  local of = heard[d]
  if not of then
    of = {}
    heard[d] = of
  end
  local h = of[sender]
  if not h then
    local raw = call('HGET', KEYS[d] .. 'd', sender)
    h = {generation = 0, oldest = 0, last = 0, list = ''}
    if raw then
      h.generation, h.oldest, h.last = unpack_('>I8I8I8', raw)
      h.list = string.sub(raw, HEARD + 1)
    end
    of[sender] = h
  end
  if generation > h.generation then
    h.generation, h.oldest, h.last = generation, oldest, 0
  elseif generation == h.generation then
    h.oldest = math.max(h.oldest, oldest)
  end
  return h
end

-- The time under which it came; nil if it did not.
local function came_at(h, message)
  local at = 1
  while true do
    at = string.find(h.list, message, at, true)
    if not at then return nil end
    if at % ENTRY == 9 then return unpack_('>I8', h.list, at - 8) end
    at = at + 1
  end
end

local function save_heard()
  for d, of in pairs(heard) do
    for sender, h in pairs(of) do
      if h.changed then
        local kept = {pack('>I8I8I8', h.generation, h.oldest, h.last)}
        for at = 1, #h.list, ENTRY do
          if unpack_('>I8', h.list, at) >= h.oldest then
            kept[#kept + 1] = string.sub(h.list, at, at + ENTRY - 1)
          end
        end
        call('HSET', KEYS[d] .. 'd', sender, table.concat(kept))
      end
    end
  end
end

local came = {}

local function take(sender, message, tag, generation, oldest, since, time)
  local to, p, length = m[i], open[m[i + 1]], m[i + 2]
  i = i + 3
  local h = from(to, sender, generation, oldest)
  local code, place = LATE, nil
  local before = came_at(h, message)
  -- Otherwise whoever brings it is late: it was settled or given up by somebody else, or has another time by now.
  if generation == h.generation and since >= h.oldest then
    if before then
      code, time = HAD, before
    elseif time > h.last then
      place = put(to, p, length, time, tag)
      code = place and NOW_STORED or NOW_FULL
    end
  end
  if place then
    h.list, h.last, h.changed = h.list .. pack('>I8', time) .. message, time, true
  elseif code ~= NOW_FULL then
    p.off = p.off + length
  end
  came[#came + 1] = code .. pack('>I8', time) .. (place or NO_PLACE)
end

local function incoming()
  local sender, message, tag, generation, oldest, since, time, targets =
    m[i], m[i + 1], m[i + 2], m[i + 3], m[i + 4], m[i + 5], m[i + 6], m[i + 7]
  i = i + 8
  for _ = 1, targets do take(sender, message, tag, generation, oldest, since, time) end
end

local went = {}

local function outgoing()
  local d, key, print, tag, time = m[i], m[i + 1], m[i + 2], m[i + 3], m[i + 4]
  local elsewhere, stored, names, recipients, targets = m[i + 5], m[i + 6], m[i + 7], m[i + 8], m[i + 9]
  i = i + 10
  local w = window(d)
  local message = string.sub(key, 1, 16)
  local u = begun(d, w)
  forget(u, message)
  local hash, before, full = known(d, w, message, print)
  local answer
  if hash and hash == string.sub(key, 17) then
    answer = pack('>BI8I2', KNOWN, before, #full / 20) .. full
  elseif hash then
    answer = pack('>BI8I2', CONFLICT, 0, 0)
  elseif stored == 0 and ((elsewhere > 0 and recipients == 0) or not has_room(recipients, targets)) then
    answer = pack('>BI8I2', FULL, 0, 0)
  else
    local more, places = put_all(targets, time, tag)
    full = names .. more
    remember(d, w, key, print, time, full)
    u.settled, u.changed = math.max(u.settled, time), true
    went[#went + 1] = pack('>BI8I2', STORED, time, #full / 20) .. full .. places
    return
  end
  skip(targets)
  went[#went + 1] = answer
end

read_acks()
local count = m[i]
i = i + 1
for _ = 1, count do incoming() end
count = m[i]
i = i + 1
for _ = 1, count do outgoing() end
write_packs()
save_windows()
save_unsettled()
save_heard()
save_users()
-- Always a write: WAIT and WAITAOF count from the last one of a connection.
local waiting = call('INCRBY', KEYS[2], save_states())
return {table.concat(told), table.concat(came), table.concat(went), waiting}
