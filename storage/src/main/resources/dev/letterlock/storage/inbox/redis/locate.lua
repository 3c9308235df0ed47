-- Who has devices. KEYS: 1 marker; 2.. bases of devices. ARGV: 1 marker. Returns of each: node (u64).
local out = {}
for k = 2, #KEYS do
  out[k - 1] = pack('>I8', load(KEYS[k])[NODE])
end
return table.concat(out)
