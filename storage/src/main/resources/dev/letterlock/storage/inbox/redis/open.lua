-- The state of an inbox. KEYS: 1 marker; 2 base of the device. ARGV: 1 marker.
return packed(load(KEYS[2]))
