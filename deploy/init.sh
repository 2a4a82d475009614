#!/usr/bin/env bash
# Makes what compose.yaml needs on this host and nobody must know: passwords, and the group that may use the Docker Engine. Changes nothing
# that is there already. DOCKER_SOCKET names another socket than /var/run/docker.sock.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"
socket=${DOCKER_SOCKET:-/var/run/docker.sock}
[[ -S $socket ]] || { echo "init.sh: there is no Docker socket $socket; start the engine, or set DOCKER_SOCKET" >&2; exit 1; }

# The folder keeps others of this host out; the files inside can be read by the users of the containers that they are mounted into.
mkdir -p secrets
chmod 700 secrets
secret() { [[ -s secrets/$1 ]] || { head -c 32 /dev/urandom | base64 | tr -d '/+=\n' >"secrets/$1.new" && chmod 444 "secrets/$1.new" && mv "secrets/$1.new" "secrets/$1"; }; }
secret rabbitmq-password
secret zookeeper-password
[[ -s secrets/rabbitmq.conf ]] || {
  printf 'default_user = capstan\ndefault_pass = %s\n' "$(<secrets/rabbitmq-password)" >secrets/rabbitmq.conf.new
  chmod 444 secrets/rabbitmq.conf.new
  mv secrets/rabbitmq.conf.new secrets/rabbitmq.conf
}

touch .env
set_variable() { grep -q "^$1=" .env || echo "$1=$2" >>.env; }
set_variable DOCKER_SOCKET "$socket"
set_variable DOCKER_GROUP "$(stat -c %g "$socket")"
echo "Ready: docker-compose up -d, or docker compose up -d"
