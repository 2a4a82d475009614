-- One line for the bench beside wrk's own report: times in microseconds; the last is the CPU time of wrk since its requests were made.
local client

setup = function(thread)
  client = thread
end

done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format("BENCH %d %d %d %d %d %d %d %d\n", summary.requests, summary.duration,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max, (os.clock() - (client:get("prepared") or 0)) * 1e6))
end
