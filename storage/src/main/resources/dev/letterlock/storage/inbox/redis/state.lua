-- Goes before every script that touches inboxes.
-- KEYS: 1 the marker of the domain; ARGV: 1 the marker that the caller believes in: "<generation> <run id>".
-- A base is "ll{<partition>}" and the bytes of a device (20) or of a user (16). Behind the base of a device:
--   i state   s stream of packs   g gaps   c places by collapse tag   x,w,f window of what it sent
--   and in a Redis Cluster q what it began to send   d what came from whom lately
-- behind that of a user: r receipts   p pending receipts by mark; behind "ll{<partition>}":
--   l changed receipts by mark   a inboxes by oldest time   e inboxes by first expiry
--   o and 32 bytes: a nonce   b and 32 bytes: a bucket of tokens
--   in a Redis Cluster m marker   n envelopes that wait   t a move into this Redis
-- behind "ll{0}": m, n and t of everything where it is on one primary   v nodes that live   k leases
-- No number reaches 2^53. Numbers that become text go through %d or redis.call, never through tostring.
local call = redis.call
if call('GET', KEYS[1]) ~= ARGV[1] then
  return redis.error_reply('STALE the generation is not in force')
end
local GENERATION = tonumber(string.match(ARGV[1], '^%d+'))
local FORM = '>I8I8I8I8I8I8I8I8I8I8I4I4I8I8'
local GEN, EPOCH, LAST, ACK_EPOCH, ACK, AGED_EPOCH, AGED = 1, 2, 3, 4, 5, 6, 7
local CONFIRMED, EXPIRY, OLDEST, BACKLOG, GAPS = 8, 9, 10, 11, 12
-- Which node has the device's session, 0 for nobody; the fence of its latest session. A new generation keeps both.
local NODE, FENCE = 13, 14
local EXPIRED, COLLAPSED = 1, 3
local pack, unpack_ = struct.pack, struct.unpack

local function undelivered(s)
  if s[ACK_EPOCH] == s[EPOCH] then return s[LAST] - s[ACK] - s[GAPS] end
  return s[BACKLOG] + s[LAST] - s[GAPS]
end

local function start_epoch(s, epoch)
  s[BACKLOG] = math.max(0, undelivered(s))
  s[EPOCH], s[LAST], s[GAPS] = epoch, 0, 0
end

-- The state of an inbox as it is in this generation; of a new one if there is none.
local function load(base)
  local raw = call('GET', base .. 'i')
  if not raw then return {GENERATION, GENERATION, 0, GENERATION, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0} end
  local s = {unpack_(FORM, raw)}
  if s[GEN] < GENERATION then
    start_epoch(s, math.max(s[EPOCH] + 1, GENERATION))
    s[GEN] = GENERATION
  end
  return s
end

local function packed(s)
  return pack(FORM, unpack(s, 1, 14))
end

local function save(base, s)
  call('SET', base .. 'i', packed(s))
end

local function after(epoch, seq, than_epoch, than_seq)
  return epoch > than_epoch or (epoch == than_epoch and seq > than_seq)
end

-- Up to where nothing is delivered from here any more.
local function done(s)
  if after(s[AGED_EPOCH], s[AGED], s[ACK_EPOCH], s[ACK]) then return s[AGED_EPOCH], s[AGED] end
  return s[ACK_EPOCH], s[ACK]
end

local function id(epoch, seq)
  return string.format('%d-%d', epoch, seq)
end

local function partition(base)
  return string.sub(base, 1, string.find(base, '}', 1, true))
end

-- What lies up to the place is wanted no more; a pack that reaches beyond it stays.
local function trim(base, epoch, seq)
  call('XTRIM', base .. 's', 'MINID', '~', id(epoch, seq + 1))
  call('ZREMRANGEBYLEX', base .. 'g', '-', '[' .. pack('>I8I8', epoch, seq) .. '\255')
end

local function drop(base)
  call('DEL', base .. 's', base .. 'g', base .. 'c')
end

local function is_gap(base, epoch, seq)
  local place = pack('>I8I8', epoch, seq)
  return call('ZLEXCOUNT', base .. 'g', '[' .. place, '[' .. place .. '\255') > 0
end

local function make_gap(base, s, epoch, seq, reason)
  call('ZADD', base .. 'g', 0, pack('>I8I8B', epoch, seq, reason))
  if epoch == s[EPOCH] then
    s[GAPS] = s[GAPS] + 1
  else
    s[BACKLOG] = math.max(0, s[BACKLOG] - 1)
  end
end
