-- Twin of ../programs/mandelbrot.scm.
local limit = 50

local function escape(cr, ci)
  local zr, zi, i = 0.0, 0.0, 0
  while true do
    local zr2, zi2 = zr * zr, zi * zi
    if i == limit or zr2 + zi2 > 4.0 then return i end
    zr, zi, i = zr2 - zi2 + cr, 2.0 * zr * zi + ci, i + 1
  end
end

local function main(n)
  local step = 3.0 / n
  local inside, total = 0, 0
  for y = 0, n - 1 do
    for x = 0, n - 1 do
      local e = escape(x * step - 2.25, y * step - 1.5)
      if e == limit then inside = inside + 1 end
      total = total + e
    end
  end
  print(inside .. " " .. total)
end

main(300)
