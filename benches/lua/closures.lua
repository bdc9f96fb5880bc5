-- Twin of ../programs/closures.scm.
local function make_counter(step)
  local n = 0
  return function()
    n = n + step
    return n
  end
end

local function compose(f, g)
  return function(x) return f(g(x)) end
end

local function repeated(f, n)
  if n == 0 then return function(x) return x end end
  return compose(f, repeated(f, n - 1))
end

local function add(a)
  return function(b)
    return function(c) return a + b + c end
  end
end

local function count_up(counter, times)
  local last = 0
  for _ = 1, times do
    last = counter()
  end
  return last
end

local function main(n)
  local sum = 0
  for i = 1, n do
    sum = sum
      + count_up(make_counter(i), 10)
      + repeated(function(x) return x + i end, 10)(1)
      + add(i)(2)(3)
  end
  print(string.format("%.0f", sum))
end

main(400000)
