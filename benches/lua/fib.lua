-- Twin of ../programs/fib.scm.
local function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end

local function main(n)
  print(fib(n))
end

main(37)
