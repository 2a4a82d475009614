# Debian packages that the rings and the bench need; sourced by their scripts, which define `root` and `say`.

install_packages() {
  local sqlite=()
  [[ -n $(find /lib /usr/lib /usr/local/lib -name 'libsqlite3.so.0' -print -quit 2>/dev/null) ]] || sqlite=(libsqlite3.so.0:libsqlite3-0)
  install_lacking "Tests that need them are skipped" \
    dockerd:docker.io debootstrap:debootstrap docker-registry:docker-registry nginx:nginx haproxy:haproxy wrk:wrk \
    rabbitmq-server:rabbitmq-server /usr/share/zookeeper/bin/zkServer.sh:zookeeper docker-compose:docker-compose systemd-analyze:systemd "${sqlite[@]}"
}

# install_lacking CONSEQUENCE PROGRAM:PACKAGE…: installs the packages whose program is not there; says the consequence where it cannot.
install_lacking() {
  local consequence=$1 pair lacking=()
  shift
  for pair in "$@"; do
    PATH=$PATH:/usr/sbin command -v "${pair%%:*}" >/dev/null || lacking+=("${pair##*:}")
  done
  ((${#lacking[@]})) || return 0
  if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
    say "lacking: ${lacking[*]}; install them, or run as root on Debian. $consequence"
    return 0
  fi
  say "installing ${lacking[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >"$root/artifacts/test-apt.log" 2>&1 || true
  # Installed servers must not start by themselves: the tests run their own.
  local policy=/usr/sbin/policy-rc.d made=
  [[ -e $policy ]] || { printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod +x "$policy"; made=1; }
  apt-get install -y -qq --no-install-recommends "${lacking[@]}" >>"$root/artifacts/test-apt.log" 2>&1 9>&- \
    || say "the installation failed, see artifacts/test-apt.log. $consequence"
  [[ -z $made ]] || rm -f "$policy"
}
