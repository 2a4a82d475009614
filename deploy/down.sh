#!/usr/bin/env bash
# Ends all of it: the orchestrator, then the workers that it leaves running, then the servers. Data stays in the volumes. What stands behind
# the command is handed on to Compose's `down`.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"
source ./compose.sh
compose stop orchestrator
# Servers that are not well are no reason to leave workers running.
compose run --rm -T --no-deps orchestrator down
compose down "$@"
