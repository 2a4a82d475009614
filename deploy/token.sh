#!/usr/bin/env bash
# Hands the token with which rows may be read and written to the stacks in stacks/. Run it once the database is up.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"
token=$(docker-compose exec -T orchestrator sed -n 's/^write //p' /var/lib/capstan/databases/main/tokens | tr -d '\r\n')
[[ -n $token ]] || { echo "token.sh: the database has no tokens yet; is it up?" >&2; exit 1; }
# As in init.sh: the folder keeps others out, the file can be read by the containers' users.
mkdir -p stacks/secrets
chmod 700 stacks/secrets
rm -f stacks/secrets/database-token
printf '%s\n' "$token" >stacks/secrets/database-token
chmod 444 stacks/secrets/database-token
