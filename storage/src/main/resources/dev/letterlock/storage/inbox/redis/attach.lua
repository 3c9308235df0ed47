-- A session begins. KEYS: 1 marker; 2 base of the device. ARGV: 1 marker; 2 node. Returns its fence, and the node that
-- had the device. A fence is at least the generation, so that it rises when those before it were lost.
local base = KEYS[2]
local s = load(base)
local displaced = s[NODE]
s[NODE], s[FENCE] = tonumber(ARGV[2]), math.max(s[FENCE] + 1, GENERATION)
save(base, s)
return {s[FENCE], displaced}
