#!/usr/bin/env bash
# Ends all of it: the orchestrator, then the workers that it leaves running, then the servers. Data stays in the volumes; with -v or --volumes
# all of it goes, the workers' copies too. What stands behind the command is handed on to Compose's `down`.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"
source ./compose.sh
compose stop orchestrator
# Servers that are not well are no reason to leave workers running.
compose run --rm -T --no-deps orchestrator down
for argument in "$@"; do
  [[ $argument == -v || $argument == --volumes ]] || continue
  # The workers' volumes are the orchestrator's, not Compose's. They are labelled with the place of its state on this host, which a container of
  # it tells, and go first: copies that outlived broker and coordinator would be old data beside a new database.
  compose up --no-start --no-deps orchestrator
  container=$(compose ps -aq orchestrator | head -n 1)
  state=$(docker inspect --format '{{range .Mounts}}{{if eq .Destination "/var/lib/capstan"}}{{.Source}}{{end}}{{end}}' "$container")
  [[ -n $state ]] || { echo "down.sh: the orchestrator's container has no volume for its state; nothing was removed" >&2; exit 1; }
  docker volume ls -q --filter "label=capstan.stack-id=$state" | xargs -r docker volume rm
  break
done
compose down "$@"
