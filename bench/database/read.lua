-- wrk … -s read.lua URL -- ROWS LEVEL [POSITION]: one row by its key, any of ROWS, at a level.
local folder = debug.getinfo(1, "S").source:sub(2):match("^(.*/)") or ""
dofile(folder .. "../forwarding/get.lua")
local rows, level

init = function(args)
  rows, level = tonumber(args[1]), args[2]
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Capstan-Position"] = args[3]
end

request = function()
  local body = '{"level":"%s","sql":"SELECT text FROM item WHERE id = ?","parameters":[%d]}'
  return wrk.format(nil, nil, nil, string.format(body, level, math.random(rows)))
end
