-- Requests that are made before the first is sent, so that the client spends on each no more than picking one.
local folder = debug.getinfo(1, "S").source:sub(2):match("^(.*/)") or ""
dofile(folder .. "../forwarding/get.lua")

local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local requests = {}

-- Another value of 100 letters at each call, the same ones in every run.
function value()
  local letters = {}
  for i = 1, 100 do
    local at = math.random(52)
    letters[i] = alphabet:sub(at, at)
  end
  return table.concat(letters)
end

-- Base64, as bytes travel in JSON.
function base64(text)
  local out = {}
  for i = 1, #text, 3 do
    local a, b, c = text:byte(i, i + 2)
    local bits = a * 65536 + (b or 0) * 256 + (c or 0)
    for place = 3, 0, -1 do
      local at = math.floor(bits / 64 ^ place) % 64 + 1
      out[#out + 1] = (place == 1 and not b or place == 0 and not c) and "=" or alphabet:sub(at, at)
    end
  end
  return table.concat(out)
end

-- One request for each of the rows 1 to count, with the body that make(row) gives.
function prepare(count, make)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  for row = 1, count do
    requests[row] = wrk.format(nil, nil, nil, make(row))
  end
  prepared = os.clock()
end

request = function()
  return requests[math.random(#requests)]
end
