-- Twin of ../programs/bintrees.scm.
local function make_tree(depth)
  if depth == 0 then return {false, false} end
  return {make_tree(depth - 1), make_tree(depth - 1)}
end

local function count(tree)
  if not tree[1] then return 1 end
  return 1 + count(tree[1]) + count(tree[2])
end

local function make_floats(n)
  local v = {}
  for i = 0, n - 1 do
    v[i] = 1.0 / (i + 1.0)
  end
  return v
end

local function count_trees(number, depth)
  local sum = 0
  for _ = 1, number do
    sum = sum + count(make_tree(depth))
  end
  return sum
end

local function main(max_depth)
  local long_lived = make_tree(max_depth)
  local floats = make_floats(500000)
  local number = 2
  for _ = 1, max_depth - 3 do number = number * 2 end   -- 2^(max_depth + 2 - 4)
  for depth = 4, max_depth, 2 do
    print(depth .. " " .. count_trees(number, depth))
    number = number / 4
  end
  print(count(long_lived) .. " " .. string.format("%.0f", 1000000.0 * floats[999]))
end

main(16)
