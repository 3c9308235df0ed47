-- A nonce, open while it is there: for the user with whom its value begins, in the generation with which that ends.
-- KEYS: 1 marker; 2 the nonce. ARGV: 1 user; 2 for how many ms it shall be open, 0 to spend it.
-- Returns 1 if it is open, or was and is spent now; 0 if it is spent for nothing.
local call = redis.call
local value = ARGV[1] .. (call('GET', KEYS[1]) or '')
if ARGV[2] == '0' then return call('GETDEL', KEYS[2]) == value and 1 or 0 end
call('SET', KEYS[2], value, 'PX', ARGV[2])
return 1
