dofile((debug.getinfo(1, "S").source:sub(2):match("^(.*/)") or "") .. "get.lua")
wrk.method = "POST"
wrk.body = string.rep("x", 1024)
wrk.headers["Content-Type"] = "application/octet-stream"
