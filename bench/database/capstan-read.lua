-- wrk … -s capstan-read.lua URL -- ROWS LEVEL [POSITION]: one row by its key, any of ROWS, at a level.
local folder = debug.getinfo(1, "S").source:sub(2):match("^(.*/)") or ""
dofile(folder .. "requests.lua")

init = function(args)
  wrk.headers["Capstan-Position"] = args[3]
  prepare(tonumber(args[1]), function(row)
    return string.format('{"level":"%s","sql":"SELECT text FROM item WHERE id = ?","parameters":[%d]}', args[2], row)
  end)
end
