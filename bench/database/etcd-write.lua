-- wrk … -s etcd-write.lua URL -- ROWS: another value for one key, any of ROWS; etcd counts the writes of a key itself.
local folder = debug.getinfo(1, "S").source:sub(2):match("^(.*/)") or ""
dofile(folder .. "requests.lua")

init = function(args)
  prepare(tonumber(args[1]), function(row)
    return string.format('{"key":"%s","value":"%s"}', base64(string.format("item%05d", row)), base64(value()))
  end)
end
