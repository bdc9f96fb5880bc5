-- Twin of ../programs/ackermann.scm.
local function ack(m, n)
  if m == 0 then return n + 1 end
  if n == 0 then return ack(m - 1, 1) end
  return ack(m - 1, ack(m, n - 1))
end

local function main(n)
  local sum = 0
  for i = 0, n - 1 do
    sum = sum + ack(3, 9) + ack(2, i)
  end
  print(sum)
end

main(3)
