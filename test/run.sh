#!/usr/bin/env bash
# Runs the tests: ./test [unit|contracts|docker|system ...], ./test faults (full rounds), ./test format. Without a word: every ring.
# Sets up what it lacks (as root on Debian), starts a Docker Engine of its own when none answers, and takes down what it started.
# The last line counts: `N passed, N failed, N skipped`. Exits 1 when anything failed.
set -euo pipefail
here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
root=$here
while [[ ! -f $root/Capstan.slnx ]]; do root=$(dirname -- "$root"); done
tests=$root/tests
[[ -d $tests ]] || tests=$root/test
home=${CAPSTAN_TEST_HOME:-$HOME/.cache/capstan-test}
cd "$root"

say() { echo "test: $*" >&2; }

rings=("$@")
case ${1:-all} in
  format) exec dotnet format Capstan.slnx --verify-no-changes ;;
  faults) export CAPSTAN_FAULT_ROUNDS=full; rings=(system) ;;
  all) rings=(unit contracts docker system) ;;
esac

programs_of() {
  case $1 in
    unit) echo Capstan.Core.Tests Capstan.Containers.Tests Capstan.Gateway.Tests Capstan.Tests SelfieLess.Tests ;;
    contracts) echo Capstan.Contracts ;;
    docker) echo Capstan.Docker.Tests ;;
    system) echo Capstan.System ;;
    *) say "there is no ring '$1'; there are unit, contracts, docker and system, and the words all, faults and format"; exit 2 ;;
  esac
}
for ring in "${rings[@]}"; do programs_of "$ring" >/dev/null; done
wants() { [[ " ${rings[*]} " == *" $1 "* ]]; }

passed=0 failed=0 skipped=0
run_program() {
  local program=$1 log=$root/artifacts/test-$1.log limit=${CAPSTAN_TEST_LIMIT:-3600} total errors bad skip
  local dll=$root/artifacts/bin/$program/release/$program.dll
  [[ -d $tests/$program ]] || return 0
  say "$program"
  # Into a file, not a pipe: a pipe would wait for everything that a killed test left behind.
  timeout --kill-after=30 "$limit" dotnet "$dll" -noColor >"$log" 2>&1 </dev/null || true
  read -r total errors bad skip < <(sed -nE \
    's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+).*/\1 \2 \3 \4/p; s/.*Total: 0$/0 0 0 0/p' "$log" | tail -1) || true
  if [[ -z ${total:-} ]]; then
    say "$program ended without its totals; its output follows"
    tail -n 60 "$log" >&2
    failed=$((failed + 1))
    return 0
  fi
  if ((bad + errors > 0)); then cat "$log" >&2; fi
  grep -E '\[SKIP\]' -A1 "$log" | grep -v '^--' | sort | uniq -c | sort -rn | head -n 20 >&2 || true
  passed=$((passed + total - bad - skip)) failed=$((failed + bad + errors)) skipped=$((skipped + skip))
}

finish() {
  local code=$?
  trap - EXIT INT TERM
  stop_engine
  exit "$code"
}

mkdir -p "$home" "$root/artifacts"
exec 9>"$home/lock"
flock -n 9 || { say "another ./test runs; waiting for it"; flock 9; }
source "$tests/setup/packages.sh"
source "$tests/setup/engine.sh"
source "$tests/setup/images.sh"
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say "building"
dotnet build Capstan.slnx -c Release --nologo -v quiet >"$root/artifacts/test-build.log" 2>&1 9>&- \
  || { cat "$root/artifacts/test-build.log" >&2; say "the build failed"; echo "0 passed, 1 failed, 0 skipped"; exit 1; }
if wants contracts || wants docker || wants system; then
  install_packages
  if start_engine; then make_images; fi
fi
for ring in "${rings[@]}"; do
  for program in $(programs_of "$ring"); do run_program "$program"; done
done
# Takes the engine down before the counts, which are the last line.
stop_engine
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
