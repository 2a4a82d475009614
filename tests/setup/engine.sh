# A Docker Engine for the tests; sourced by the test script.

engine_pid=
engine_home=$home/engine

engine_answers() { command -v docker >/dev/null && timeout 10 docker version >/dev/null 2>&1; }

# Uses the engine that answers; starts one of its own, with its data in a folder of its own, when none does.
start_engine() {
  if engine_answers; then
    say "using the Docker Engine at ${DOCKER_HOST:-its usual socket}"
    return 0
  fi
  local daemon
  daemon=$(PATH=$PATH:/usr/sbin command -v dockerd) || { say "no dockerd here; tests with containers are skipped"; return 1; }
  [[ $(id -u) == 0 ]] || { say "no Docker Engine answers and only root can start one; tests with containers are skipped"; return 1; }
  mkdir -p "$engine_home"
  export DOCKER_HOST=unix://$engine_home/docker.sock
  # One that an earlier run left behind is ended: this run holds the lock, so nobody uses it.
  if [[ -s $engine_home/pid && $(cat "/proc/$(<"$engine_home/pid")/comm" 2>/dev/null) == dockerd ]]; then
    end_process "$(<"$engine_home/pid")"
  fi
  rm -f "$engine_home/pid"
  PATH=$PATH:/usr/sbin:/sbin setsid "$daemon" --host "$DOCKER_HOST" --data-root "$engine_home/data" --exec-root "$engine_home/exec" \
    --pidfile "$engine_home/pid" --storage-driver overlay2 >"$engine_home/log" 2>&1 </dev/null 9>&- &
  engine_pid=$!
  export CAPSTAN_TEST_ENGINE_PID_FILE=$engine_home/pid
  local end=$((SECONDS + 60))
  until engine_answers; do
    if ! kill -0 "$engine_pid" 2>/dev/null || ((SECONDS > end)); then
      say "the Docker Engine did not start; its log is $engine_home/log; tests with containers are skipped"
      tail -n 5 "$engine_home/log" >&2
      stop_engine
      return 1
    fi
    sleep 0.2
  done
  say "started a Docker Engine of its own (pid $engine_pid)"
}

# Only an engine that this run started is touched.
stop_engine() {
  [[ -n $engine_pid ]] || return 0
  local left
  left=$(timeout 10 docker ps -aq --filter label=capstan.managed=1 2>/dev/null) || true
  # shellcheck disable=SC2086
  [[ -z $left ]] || timeout 60 docker rm -f $left >/dev/null 2>&1 || true
  end_process "$engine_pid"
  engine_pid=
}

end_process() {
  local end=$((SECONDS + 30))
  kill "$1" 2>/dev/null || return 0
  while kill -0 "$1" 2>/dev/null; do
    if ((SECONDS > end)); then kill -9 "$1" 2>/dev/null || true; fi
    sleep 0.1
  done
}
