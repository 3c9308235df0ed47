-- A session has ended. KEYS: 1 marker; 2 base of the device. ARGV: 1 marker; 2 its fence.
local base = KEYS[2]
local s = load(base)
if s[NODE] ~= 0 and s[FENCE] == tonumber(ARGV[2]) then
  s[NODE] = 0
  save(base, s)
end
return 0
