-- Everything that was submitted meanwhile, in one step: acks and receipts first, then submissions in their order.
-- After state, book, receipts, window, acks and places.
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
local STORED, KNOWN, CONFLICT, FULL, UNKNOWN = 1, 2, 3, 4, 5
local answers = {}

local function store(d, w, key, print, tag, targets)
  local time = math.max(now, w.last + 1)
  local full, places = put_all(targets, time, tag)
  remember(d, w, key, print, time, full)
  return pack('>BI8I2', STORED, time, #full / 20) .. full .. places
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

read_acks()
local submissions = m[i]
i = i + 1
for _ = 1, submissions do submit() end
write_packs()
save_windows()
save_users()
-- Always a write: WAIT and WAITAOF count from the last one of a connection.
local waiting = call('INCRBY', KEYS[2], save_states())
return {table.concat(told), table.concat(answers), waiting}
