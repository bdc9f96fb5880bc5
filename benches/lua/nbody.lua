-- Twin of ../programs/nbody.scm: a body is {x, y, z, vx, vy, vz, mass}.
local sqrt = math.sqrt

local function make_bodies()
  return {
    {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0},
    {5.0, -1.0, -0.1, 0.6, 2.8, -0.02, 0.04},
    {8.0, 4.0, -0.4, -1.0, 1.8, 0.008, 0.01},
    {13.0, -15.0, -0.2, 1.0, 0.9, -0.01, 0.002},
    {15.0, -26.0, 0.2, 0.9, 0.6, -0.03, 0.002},
  }
end

local function add(body, i, amount)
  body[i] = body[i] + amount
end

local function attract(a, b, dt)
  local dx, dy, dz = a[1] - b[1], a[2] - b[2], a[3] - b[3]
  local d2 = dx * dx + dy * dy + dz * dz
  local mag = dt / (d2 * sqrt(d2))
  local ma, mb = a[7] * mag, b[7] * mag
  add(a, 4, -(dx * mb))
  add(a, 5, -(dy * mb))
  add(a, 6, -(dz * mb))
  add(b, 4, dx * ma)
  add(b, 5, dy * ma)
  add(b, 6, dz * ma)
end

local function move(body, dt)
  add(body, 1, dt * body[4])
  add(body, 2, dt * body[5])
  add(body, 3, dt * body[6])
end

local function advance(bodies, dt)
  for i = 1, 5 do
    for j = i + 1, 5 do
      attract(bodies[i], bodies[j], dt)
    end
  end
  for i = 1, 5 do
    move(bodies[i], dt)
  end
end

local function kinetic(b)
  return 0.5 * b[7] * (b[4] * b[4] + b[5] * b[5] + b[6] * b[6])
end

local function distance(a, b)
  local dx, dy, dz = a[1] - b[1], a[2] - b[2], a[3] - b[3]
  return sqrt(dx * dx + dy * dy + dz * dz)
end

local function energy(bodies)
  local e = 0.0
  for i = 1, 5 do
    local a = bodies[i]
    e = e + kinetic(a)
    for j = i + 1, 5 do
      local b = bodies[j]
      e = e - a[7] * b[7] / distance(a, b)
    end
  end
  return e
end

local function main(n)
  local bodies = make_bodies()
  for _ = 1, n do
    advance(bodies, 0.001)
  end
  print(string.format("%.0f", 1e9 * energy(bodies)))
end

main(40000)
