-- Takes over receipts about the messages of one user. After state.
-- KEYS: 1 marker; 2 counter; 3 record of the move; 4 base of the user. ARGV: 1 marker; 2 id of the move; 3 "1" if these are the last;
-- of each: field, record, "1" if it has to be drained.
if call('HGET', KEYS[3], 'id') ~= ARGV[2] or call('HGET', KEYS[3], 'end') then
  return redis.error_reply('MOVE this move is not under way')
end
local base = KEYS[4]
local last = tonumber(call('HGET', base .. 'r', 'm') or '0')
for i = 4, #ARGV, 3 do
  local field, record = ARGV[i], ARGV[i + 1]
  local newest = 0
  for kind = 1, 3 do
    local mark = unpack_('>I8', record, 16 * kind - 7)
    if mark > 0 then call('ZADD', base .. 'p', mark, field .. string.char(kind)) end
    newest = math.max(newest, mark)
  end
  call('HSET', base .. 'r', field, record)
  if ARGV[i + 2] == '1' then
    call('ZADD', partition(base) .. 'l', newest, string.sub(base, -16) .. field)
  end
  last = math.max(last, newest)
end
call('HSET', base .. 'r', 'm', string.format('%d', last))
if ARGV[3] == '1' then call('HSET', KEYS[3], 'sender', string.sub(base, -16)) end
return {call('INCRBY', KEYS[2], 0)}
