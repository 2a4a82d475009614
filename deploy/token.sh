#!/usr/bin/env bash
# Hands the token with which rows may be read and written to the stacks in stacks/. Run it once the database is up.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"
source ./compose.sh
token=$(compose exec -T orchestrator sed -n 's/^write //p' /var/lib/capstan/databases/main/tokens | tr -d '\r\n')
[[ -n $token ]] || { echo "token.sh: the database has no tokens yet; is it up?" >&2; exit 1; }
# The outer folder keeps others of this host out; what is in the inner one can be read by the containers' users.
mkdir -p stacks/secrets/shared
chmod 700 stacks/secrets
chmod 755 stacks/secrets/shared
rm -f stacks/secrets/shared/database-token
printf '%s\n' "$token" >stacks/secrets/shared/database-token
chmod 444 stacks/secrets/shared/database-token
