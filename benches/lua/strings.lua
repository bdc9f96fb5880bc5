-- Twin of ../programs/strings.scm: a table of pieces stands for the port.
local function build(n)
  local out = {}
  for i = 0, n - 1 do
    out[#out + 1] = "item"
    out[#out + 1] = tostring(i)
    out[#out + 1] = ";"
  end
  return table.concat(out)
end

local semicolon = string.byte(";")

local function split_count(text)
  local start, count, sum = 1, 0, 0
  for i = 1, #text do
    if text:byte(i) == semicolon then
      sum = sum + #text:sub(start, i - 1)
      count = count + 1
      start = i + 1
    end
  end
  return count + sum
end

local function main(n, rounds)
  local sum = 0
  for i = 0, rounds - 1 do
    sum = sum + split_count(build(n + i))
  end
  print(sum)
end

main(10000, 20)
