-- Part of prepare and carry: what a device began to send and nobody has settled yet. q = latest time of what was settled
-- meanwhile; of each, in the order in which they were begun: position of the window, time when it was begun, time that it
-- has now, id. What the window would have forgotten is forgotten here too.
local BEGUN = 40
local unsettled = {}

local function begun(d, w)
  local u = unsettled[d]
  if not u then
    local q = call('GET', KEYS[d] .. 'q')
    u = {list = '', settled = 0}
    if q then
      u.list = string.sub(q, 9)
      -- Commits in one partition settle without a look at this.
      u.settled = math.max(unpack_('>I8', q), last_remembered(d, w))
    end
    while u.list ~= '' and w.at - unpack_('>I8', u.list) >= SLOTS do
      u.list, u.changed = string.sub(u.list, BEGUN + 1), true
    end
    unsettled[d] = u
  end
  return u
end

-- Where the entry of a message begins.
local function find_begun(u, message)
  local at = 1
  while true do
    at = string.find(u.list, message, at, true)
    if not at then return nil end
    if at % BEGUN == 25 then return at - 24 end
    at = at + 1
  end
end

local function forget(u, message)
  local at = find_begun(u, message)
  if at then
    u.list = string.sub(u.list, 1, at - 1) .. string.sub(u.list, at + BEGUN)
    u.changed = true
  end
end

local function save_unsettled()
  for d, u in pairs(unsettled) do
    if u.changed and u.list == '' then
      call('DEL', KEYS[d] .. 'q')
    elseif u.changed then
      call('SET', KEYS[d] .. 'q', pack('>I8', u.settled) .. u.list)
    end
  end
end
