# Local stand-ins for the images that deploy/ names, where no registry is within reach: zookeeper and rabbitmq from Debian's packages,
# capstan and the samples from this repository. Sourced by the test script, after images.sh.

zookeeper_image=capstan-test-zookeeper:1
rabbitmq_image=capstan-test-rabbitmq:1
capstan_image=capstan:test

declare -A server_packages=([zookeeper]="zookeeper default-jre-headless" [rabbitmq]=rabbitmq-server)

# The servers' files as archives; those of the base are there.
keep_servers() {
  local name
  for name in "${!server_packages[@]}"; do keep_server "$name" || return 1; done
}

make_standins() {
  make_server zookeeper "$zookeeper_image" || return 0
  make_server rabbitmq "$rabbitmq_image" || return 0
  local context=$root/artifacts/capstan-image
  {
    dotnet publish "$root/src/Capstan" -c Release -r "linux-$(machine)" --self-contained --nologo -v quiet -o "$context" 9>&-
    docker build -q --build-arg "BASE=$base_image" -t "$capstan_image" -f "$root/deploy/Dockerfile" --target published "$context"
    BASE=$base_image "$root/samples/rideshare/build-images.sh" 9>&-
  } >>"$root/artifacts/test-images.log" 2>&1 || { cat "$root/artifacts/test-images.log" >&2; return 1; }
}

# make_server NAME IMAGE: an image with a server's packages, which are installed once and kept as an archive.
make_server() {
  local name=$1 image=$2
  if ! docker image inspect "$image-packages" >/dev/null 2>&1; then
    keep_server "$name" || { say "no image for $name; tests that need it are skipped"; return 1; }
    docker import "$home/$name.tar" "$image-packages" >/dev/null
  fi
  docker build -q --build-arg "BASE=$image-packages" -t "$image" -f "$tests/setup/standins/$name.Dockerfile" "$tests/setup/standins" \
    >>"$root/artifacts/test-images.log" 2>&1
}

keep_server() {
  # shellcheck disable=SC2086
  [[ -f $home/$1.tar ]] || install_root "$home/$1.tar" ${server_packages[$1]}
}

# install_root ARCHIVE PACKAGE…: the base with packages. Their set-up needs /proc, which is mounted where nobody else sees it.
install_root() {
  local kept=$1 work code=0
  shift
  work=$(mktemp -d "$home/root.XXXXXX")
  say "making an image with $* (once)"
  {
    tar -C "$work" -xf "$home/$base_file" && cp /etc/resolv.conf "$work/etc/resolv.conf" \
      && printf '#!/bin/sh\nexit 101\n' >"$work/usr/sbin/policy-rc.d" && chmod +x "$work/usr/sbin/policy-rc.d" \
      && unshare --mount --propagation private sh -c 'mount -t proc proc "$0/proc" && DEBIAN_FRONTEND=noninteractive chroot "$0" sh -c "
           apt-get update -qq && apt-get install -y -qq --no-install-recommends $* && apt-get clean && rm -rf /var/lib/apt/lists/*"' "$work" "$@" \
      && tar -C "$work" -cf "$kept.new" . && mv "$kept.new" "$kept"
  } >"$root/artifacts/test-root.log" 2>&1 9>&- || code=1
  rm -rf "$work"
  ((code == 0)) || tail -n 5 "$root/artifacts/test-root.log" >&2
  return "$code"
}
