-- wrk … -s write.lua URL -- FIRST: inserts rows, each with a value of its own, from FIRST on.
local folder = debug.getinfo(1, "S").source:sub(2):match("^(.*/)") or ""
dofile(folder .. "../forwarding/get.lua")
local value

init = function(args)
  value = tonumber(args[1])
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

request = function()
  value = value + 1
  return wrk.format(nil, nil, nil, string.format('{"sql":"INSERT INTO entry (value) VALUES (?)","parameters":[%d]}', value))
end
