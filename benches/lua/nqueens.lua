-- Twin of ../programs/nqueens.scm: the same lists, as pairs {head, tail}.
local function safe(row, distance, placed)
  while placed do
    local other = placed[1]
    if other == row + distance or other == row - distance then return false end
    distance, placed = distance + 1, placed[2]
  end
  return true
end

local function append(a, b)
  if not a then return b end
  return {a[1], append(a[2], b)}
end

local function try(rows, kept, placed)
  if not rows then
    return kept and 0 or 1
  end
  local found = 0
  if safe(rows[1], 1, placed) then
    found = try(append(rows[2], kept), nil, {rows[1], placed})
  end
  return found + try(rows[2], {rows[1], kept}, placed)
end

local function iota_down(n)
  if n == 0 then return nil end
  return {n, iota_down(n - 1)}
end

local function main(n)
  print(try(iota_down(n), nil, nil))
end

main(12)
