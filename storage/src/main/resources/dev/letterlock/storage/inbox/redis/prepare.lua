-- In a Redis Cluster: what goes before a commit in a partition. Acks are looked at, and messages begun in the partition
-- of their sender: each has its time from now on, whoever sends it again. After state, window and unsettled.
-- KEYS: 1 marker; 2 counter; 3.. bases of devices, named below by their index.
-- ARGV: 1 marker; 2 program, msgpack, flat: now,
--   acks: count, each: device, fence or 0, has cursor, epoch, seq;
--   messages: count, each: sender, id and hash (24 bytes), fingerprint (4), look up only.
-- Returns: of each ack 0, 1 refused or 2 displaced (1 byte); of each message: outcome (1), time, time when it was begun,
--   time when the oldest was begun that its sender has not settled (u64), full devices (u16, 20 bytes each); generation.
local KNOWN, CONFLICT, UNKNOWN, BEGIN = 2, 3, 5, 6
local m = cmsgpack.unpack(ARGV[2])
local i = 2

local function look(d, fence, cursor, epoch, seq)
  local s = load(KEYS[d])
  if fence > 0 and fence < s[FENCE] then return '\2' end
  if cursor == 1 and after(epoch, seq, s[EPOCH], s[LAST]) then return '\1' end
  return '\0'
end

local function begin(d, w, message)
  local u = begun(d, w)
  local at = find_begun(u, message)
  local since, time
  if at then since, time = unpack_('>I8I8', u.list, at + 8) end
  -- Times of a sender rise in the order in which messages are accepted.
  if not at or time <= u.settled then
    time = math.max(m[1], w.last + 1)
    since = since or time
    local entry = pack('>I8I8I8', w.at, since, time) .. message
    if at then
      u.list = string.sub(u.list, 1, at - 1) .. entry .. string.sub(u.list, at + BEGUN)
    else
      u.list = u.list .. entry
    end
    u.changed, w.last = true, time
    call('SETRANGE', KEYS[d] .. 'x', 0, pack('>I8I8', w.at, time))
  end
  return pack('>BI8I8I8I2', BEGIN, time, since, unpack_('>I8', u.list, 9), 0)
end

local function prepare(d, key, print, look_only)
  local w = window(d)
  local message = string.sub(key, 1, 16)
  local hash, time, full = known(d, w, message, print)
  if hash and hash == string.sub(key, 17) then
    return pack('>BI8I8I8I2', KNOWN, time, 0, 0, #full / 20) .. full
  end
  if hash then return pack('>BI8I8I8I2', CONFLICT, 0, 0, 0, 0) end
  if look_only == 1 then return pack('>BI8I8I8I2', UNKNOWN, 0, 0, 0, 0) end
  return begin(d, w, message)
end

local acks, messages = {}, {}
local count = m[i]
i = i + 1
for k = 1, count do
  acks[k] = look(m[i], m[i + 1], m[i + 2], m[i + 3], m[i + 4])
  i = i + 5
end
count = m[i]
i = i + 1
for k = 1, count do
  messages[k] = prepare(m[i], m[i + 1], m[i + 2], m[i + 3])
  i = i + 4
end
save_unsettled()
-- Always a write: WAIT and WAITAOF count from the last one of a connection.
call('INCRBY', KEYS[2], 0)
return {table.concat(acks), table.concat(messages), GENERATION}
