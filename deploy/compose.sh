# Sourced by the scripts beside it: Compose as this host has it, as a program or as the engine's plugin.
compose() {
  if command -v docker-compose >/dev/null; then docker-compose "$@"; else docker compose "$@"; fi
}
