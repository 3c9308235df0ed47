-- These receipts are kept elsewhere, as they were at their marks. KEYS: 1 marker; 2.. "ll{<partition>}l" of each.
-- ARGV: 1 marker; 2, 3 user and field, mark of the first; and so on.
for k = 2, #KEYS do
  local name, mark = ARGV[2 * k - 2], ARGV[2 * k - 1]
  if tonumber(call('ZSCORE', KEYS[k], name) or '-1') == tonumber(mark) then
    call('ZREM', KEYS[k], name)
  end
end
return 0
