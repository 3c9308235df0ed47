-- Part of commit, prepare and carry: what a device has sent: x = position, last time, fingerprints of 512 slots; w = 512 slots of id, hash, time, how
-- many devices were full; f = slot to full devices.

local SLOTS, SLOT, HEAD = 512, 33, 16
local windows = {}

local function window(d)
  local w = windows[d]
  if not w then
    local x = call('GET', KEYS[d] .. 'x')
    w = {fingerprints = x or '', fresh = {}, slots = {}, prints = {}}
    w.at, w.last = 0, 0
    if x then w.at, w.last = unpack_('>I8I8', x) end
    w.first = w.at
    windows[d] = w
  end
  return w
end

local function slot_of(base, w, message, print)
  local at, tries = HEAD + 1, 0
  while true do
    at = string.find(w.fingerprints, print, at, true)
    if not at then return nil end
    if at % 4 == 1 then
      local slot = (at - HEAD - 1) / 4
      local found = call('GETRANGE', base .. 'w', slot * SLOT, slot * SLOT + SLOT - 1)
      if string.sub(found, 1, 16) == message then return found, slot end
      tries = tries + 1
      if tries == 4 then break end
    end
    at = at + 1
  end
  -- Somebody made their ids alike: one look through all instead of one for each.
  local all = call('GET', base .. 'w')
  at = 1
  while true do
    at = string.find(all, message, at, true)
    if not at then return nil end
    if at % SLOT == 1 then return string.sub(all, at, at + SLOT - 1), (at - 1) / SLOT end
    at = at + 1
  end
end

-- Hash, time and full devices of a message that was stored before.
local function known(d, w, message, print)
  local fresh = w.fresh[message]
  if fresh then return fresh[1], fresh[2], fresh[3] end
  local found, slot = slot_of(KEYS[d], w, message, print)
  if not found then return nil end
  local full = ''
  if string.byte(found, SLOT) > 0 then full = call('HGET', KEYS[d] .. 'f', slot) or '' end
  local time = unpack_('>I8', found, 25)
  return string.sub(found, 17, 24), time, full
end

local function remember(d, w, key, print, time, full)
  local slot = w.at % SLOTS
  w.fresh[string.sub(key, 1, 16)] = {string.sub(key, 17), time, full}
  w.slots[#w.slots + 1] = key .. pack('>I8B', time, full == '' and 0 or 1)
  w.prints[#w.prints + 1] = print
  w.at, w.last = w.at + 1, math.max(w.last, time)
  if full ~= '' then call('HSET', KEYS[d] .. 'f', slot, full) end
end

-- Time of what was stored last before this script; 0 if nothing was.
local function last_remembered(d, w)
  if w.first == 0 then return 0 end
  local at = (w.first - 1) % SLOTS * SLOT + 24
  local time = call('GETRANGE', KEYS[d] .. 'w', at, at + 7)
  return time == '' and 0 or unpack_('>I8', time)
end

local function save_window(base, w)
  local count = #w.slots
  if count == 0 then return end
  local from = 1
  if count > SLOTS then from = count - SLOTS + 1 end
  call('SETRANGE', base .. 'x', 0, pack('>I8I8', w.at, w.last))
  while from <= count do
    local slot = (w.first + from - 1) % SLOTS
    local to = math.min(count, from + SLOTS - slot - 1)
    call('SETRANGE', base .. 'x', HEAD + 4 * slot, table.concat(w.prints, '', from, to))
    call('SETRANGE', base .. 'w', SLOT * slot, table.concat(w.slots, '', from, to))
    from = to + 1
  end
end

local function save_windows()
  for d, w in pairs(windows) do save_window(KEYS[d], w) end
end
