-- wrk … -s etcd-read.lua URL -- ROWS SERIALIZABLE: one key, any of ROWS; SERIALIZABLE is true or false (linearizable).
local folder = debug.getinfo(1, "S").source:sub(2):match("^(.*/)") or ""
dofile(folder .. "requests.lua")

init = function(args)
  prepare(tonumber(args[1]), function(row)
    return string.format('{"key":"%s","serializable":%s}', base64(string.format("item%05d", row)), args[2])
  end)
end
