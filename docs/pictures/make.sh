#!/usr/bin/env bash
# Makes the pictures of the README from a running demo stack: needs tmux, aha and chromium (Debian packages) and free ports 8080 to 8089 and 8000 to 8009.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$here/../..
work=$(mktemp -d)
session=capstan-pictures-$$
trap 'tmux kill-session -t "$session" 2>/dev/null || true; rm -rf "$work"' EXIT

picture() { # NAME: a picture of what the terminal shows now
  tmux capture-pane -t "$session" -p -e | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' >"$work/$1.ansi"
  local lines
  lines=$(wc -l <"$work/$1.ansi")
  { echo '<!doctype html><meta charset="utf-8"><style>body{margin:0;background:#16181d;color:#d6d9df}pre{font:15px/20px "DejaVu Sans Mono",monospace;margin:16px}</style><pre>'
    aha --no-header --black <"$work/$1.ansi"
    echo '</pre>'; } >"$work/$1.html"
  chromium --headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run \
    --user-data-dir="$work/profile" --hide-scrollbars --window-size=1120,$((lines * 20 + 34)) \
    --screenshot="$here/$1.png" "file://$work/$1.html" >/dev/null 2>&1
}

ask() { curl -s -o /dev/null "$@"; }

cd "$root"
tmux new-session -d -s "$session" -x 118 -y 34 "./capstan up"
until ask -f http://127.0.0.1:8080/api/v1/users; do :; done
ask -X PUT http://127.0.0.1:8080/api/v1/users -d '{"username":"ann","password":"0123456789abcdef0123456789abcdef01234567"}'
./capstan scale rides=2 >/dev/null
until [[ $(./capstan status --json | grep -o '"state":"ready"' | wc -l) -ge 5 ]]; do :; done
sleep 11 # A replica that served for ten seconds is replaced as one that served.
ride='{"created_by":"ann","timestamp":"31-12-2099:45-23-03","source":"1","destination":"2"}'
for _ in $(seq 20); do ask -X POST http://127.0.0.1:8080/api/v1/rides -d "$ride"; done
ask -X POST http://127.0.0.1:8081/api/v1/crash/master
for _ in $(seq 20); do ask -X POST http://127.0.0.1:8080/api/v1/rides -d "$ride"; done
sleep 2 # The screen shows the last few seconds.
picture up
./capstan down >/dev/null
