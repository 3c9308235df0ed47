-- Looks through a part of all keys for anything of a user or a device. KEYS: 1 marker. ARGV: 1 where to go on, 0 at first.
-- Returns: where to go on, 0 at the end; 1 if something was found.
local found = redis.call('SCAN', ARGV[1], 'MATCH', 'll{*', 'COUNT', 1000)
for _, key in ipairs(found[2]) do
  local tag = string.find(key, '}', 1, true)
  local rest = tag and #key - tag
  if rest == 17 or rest == 21 then return {found[1], 1} end
end
return {found[1], 0}
