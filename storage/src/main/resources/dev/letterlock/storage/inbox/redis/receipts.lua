-- Part of commit and carry: receipts, in the partition of the user whose messages they are about. The record of one has, for
-- delivered, read and expired, up to which time and the mark of that change; field m has the last mark.
local DELIVERED, READ = 1, 2

local users = {}

local function cell(u, field)
  local user = users[u]
  local raw
  if user then
    local known = user.cells[field]
    if known then return user, known end
    raw = call('HGET', KEYS[u] .. 'r', field)
  else
    local both = call('HMGET', KEYS[u] .. 'r', 'm', field)
    user = {last = tonumber(both[1] or '0'), cells = {}, raised = {}}
    users[u] = user
    raw = both[2]
  end
  local c = raw and {unpack_('>I8I8I8I8I8I8', raw)} or {0, 0, 0, 0, 0, 0}
  user.cells[field] = c
  return user, c
end

-- Watermarks never go back; nothing was read, and nothing has expired, against what was delivered. Returns up to where
-- it is true, and if that is new its mark and the one before it of the same user, 0 otherwise.
local function raise(now, u, field, kind, upto)
  local user, c = cell(u, field)
  if kind == READ then
    upto = math.min(upto, c[1])
  elseif kind ~= DELIVERED and c[1] >= upto then
    return upto, 0, 0
  end
  local at = kind * 2 - 1
  if upto <= c[at] then return upto, 0, 0 end
  local previous = user.last
  user.last = math.max(now, previous + 1)
  c[at], c[at + 1] = upto, user.last
  user.raised[field .. string.char(kind)] = user.last
  user.changed = true
  return upto, user.last, previous
end

local function save_receipts(base, user)
  local cells, pending, log, logged = {'m', string.format('%d', user.last)}, {}, {}, {}
  for name, mark in pairs(user.raised) do
    pending[#pending + 1] = mark
    pending[#pending + 1] = name
    local field = string.sub(name, 1, 36)
    if not logged[field] then
      local c = user.cells[field]
      logged[field] = true
      cells[#cells + 1] = field
      cells[#cells + 1] = pack('>I8I8I8I8I8I8', unpack(c, 1, 6))
      log[#log + 1] = math.max(c[2], c[4], c[6])
      log[#log + 1] = string.sub(base, -16) .. field
    end
  end
  for from = 1, #cells, 1000 do
    call('HSET', base .. 'r', unpack(cells, from, math.min(from + 999, #cells)))
  end
  for from = 1, #pending, 1000 do
    call('ZADD', base .. 'p', unpack(pending, from, math.min(from + 999, #pending)))
  end
  for from = 1, #log, 1000 do
    call('ZADD', partition(base) .. 'l', unpack(log, from, math.min(from + 999, #log)))
  end
end

local function save_users()
  for u, user in pairs(users) do
    if user.changed then save_receipts(KEYS[u], user) end
  end
end
