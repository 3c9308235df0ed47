-- Part of commit and carry: envelopes, and the packs that they are kept in.
local packs = cmsgpack.unpack(ARGV[3])
local open = {}
for a = 1, #packs / 3 do open[a] = {off = 0, heads = {}, cuts = {}} end
local pending = {}

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

-- Stores the next envelope of a pack. Returns its place, or nil if the inbox is full.
local function put(to, p, length, time, tag)
  local s, place = state(to), nil
  if undelivered(s) < limit then
    local seq = s[LAST] + 1
    s[LAST], dirty[to] = seq, true
    p.heads[#p.heads + 1] = pack('>I8I4', time, length)
    p.cuts[#p.cuts + 1] = p.off
    p.last, p.first_time = seq, p.first_time or time
    place = pack('>I8I8I8', s[EPOCH], seq, s[NODE])
    if tag ~= '' then collapse(to, s, tag, p) end
  end
  p.off = p.off + length
  return place
end

-- Stores in the inboxes that are next in the program. Returns the names of those that are full, and the places.
local function put_all(targets, time, tag)
  local full, places = {}, {}
  for t = 1, targets do
    local to = m[i]
    local place = put(to, open[m[i + 1]], m[i + 2], time, tag)
    i = i + 3
    if not place then full[#full + 1] = string.sub(KEYS[to], -20) end
    places[t] = place or NO_PLACE
  end
  return table.concat(full), table.concat(places)
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

local function write_packs()
  for a, p in ipairs(open) do write_pack(a, p) end
end
