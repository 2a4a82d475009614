dofile((debug.getinfo(1, "S").source:sub(2):match("^(.*/)") or "") .. "get.lua")
wrk.headers["Connection"] = "close"
