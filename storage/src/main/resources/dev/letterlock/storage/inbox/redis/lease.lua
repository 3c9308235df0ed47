-- Leases, in one hash: field is the name, value fence, until (u64) and holder, who is nobody if it was given back. Times
-- are the callers'. Writes in any case, because it is waited for.
-- KEYS: 1 marker; 2 counter; 3 the hash. ARGV: 1 name; 2 holder; 3 now; 4 until, 0 to give it back.
-- Returns: 1 if the holder has it now; its fence; until; holder.
local call = redis.call
call('INCRBY', KEYS[2], 0)
local now, want = tonumber(ARGV[3]), tonumber(ARGV[4])
local fence, ends, holder = 0, 0, ''
local raw = call('HGET', KEYS[3], ARGV[1])
if raw then
  fence, ends = struct.unpack('>I8I8', raw)
  holder = string.sub(raw, 17)
end
local mine = holder == ARGV[2]
if not mine and (want == 0 or now < ends) then return {0, fence, ends, holder} end
if not mine then fence = fence + 1 end
local next = want == 0 and '' or ARGV[2]
call('HSET', KEYS[3], ARGV[1], struct.pack('>I8I8', fence, want) .. next)
return {want == 0 and 0 or 1, fence, want, next}
