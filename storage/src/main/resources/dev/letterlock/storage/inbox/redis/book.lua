-- Part of commit and carry: the program, and the states of the inboxes that it is about.
local m = cmsgpack.unpack(ARGV[2])
local now, limit = m[1], m[2]
local i = 3

local states, before, dirty = {}, {}, {}
local function state(d)
  local s = states[d]
  if not s then
    s = load(KEYS[d])
    states[d], before[d] = s, undelivered(s)
  end
  return s
end

-- By how many more envelopes wait now.
local function save_states()
  local delta = 0
  for d in pairs(dirty) do
    delta = delta + undelivered(states[d]) - before[d]
    save(KEYS[d], states[d])
  end
  return delta
end
