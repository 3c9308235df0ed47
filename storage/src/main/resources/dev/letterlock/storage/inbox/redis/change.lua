-- Rare changes of a whole inbox. KEYS: 1 marker; 2 counter; 3 base of the device. ARGV: 1 marker; 2 which: forget,
-- renew or age; 3, 4 epoch and seq. Returns the state.
local base, which = KEYS[3], ARGV[2]
local epoch, seq = tonumber(ARGV[3]), tonumber(ARGV[4])
local s = load(base)
local before = undelivered(s)
local beyond = after(epoch, seq, s[EPOCH], s[LAST])
if which == 'forget' then
  start_epoch(s, s[EPOCH] + 1)
  s[ACK_EPOCH], s[ACK], s[BACKLOG] = s[EPOCH], 0, 0
  s[EXPIRY], s[OLDEST] = 0, 0
  drop(base)
  call('DEL', base .. 'd')
  call('ZREM', partition(base) .. 'a', string.sub(base, -20))
  call('ZREM', partition(base) .. 'e', string.sub(base, -20))
elseif which == 'renew' and beyond then
  start_epoch(s, math.max(s[EPOCH], epoch) + 1)
elseif which == 'age' and not beyond and after(epoch, seq, done(s)) then
  s[AGED_EPOCH], s[AGED] = epoch, seq
  trim(base, epoch, seq)
else
  return packed(s)
end
save(base, s)
call('INCRBY', KEYS[2], undelivered(s) - before)
return packed(s)
