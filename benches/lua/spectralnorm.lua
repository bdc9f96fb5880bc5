-- Twin of ../programs/spectralnorm.scm.
local floor, sqrt = math.floor, math.sqrt

local function entry(i, j)
  local k = i + j
  return 1.0 / (floor(k * (k + 1) / 2) + i + 1)
end

local function transposed(i, j)
  return entry(j, i)
end

local function times(f, n, v, out)
  for i = 0, n - 1 do
    local sum = 0.0
    for j = 0, n - 1 do
      sum = sum + f(i, j) * v[j]
    end
    out[i] = sum
  end
end

local function dot(n, a, b)
  local sum = 0.0
  for i = 0, n - 1 do
    sum = sum + a[i] * b[i]
  end
  return sum
end

local function make_vector(n, x)
  local v = {}
  for i = 0, n - 1 do
    v[i] = x
  end
  return v
end

local function main(n)
  local u, v, t = make_vector(n, 1.0), make_vector(n, 0.0), make_vector(n, 0.0)
  for _ = 1, 10 do
    times(entry, n, u, t)
    times(transposed, n, t, v)
    times(entry, n, v, t)
    times(transposed, n, t, u)
  end
  print(string.format("%.0f", 1e9 * sqrt(dot(n, u, v) / dot(n, v, v))))
end

main(300)
