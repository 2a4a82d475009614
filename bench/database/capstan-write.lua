-- wrk … -s capstan-write.lua URL -- ROWS: another text for one row by its key, any of ROWS, which counts its writes.
local folder = debug.getinfo(1, "S").source:sub(2):match("^(.*/)") or ""
dofile(folder .. "requests.lua")

init = function(args)
  prepare(tonumber(args[1]), function(row)
    return string.format('{"sql":"UPDATE item SET text = ?, writes = writes + 1 WHERE id = ?","parameters":["%s",%d]}', value(), row)
  end)
end
