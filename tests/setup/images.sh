# The images of the tests; sourced by the test script. No registry is needed: the base is made by debootstrap, once.
# What is installed is kept as archives, made before there is an engine: that is a matter of disk and network, and goes on beside the build.

base_image=capstan-test-base:2
base_file=base-2.tar
server_image=capstan-test-server:1

make_images() {
  make_base || { say "no base image; tests with containers are skipped"; return 0; }
  local context=$root/artifacts/test-server-image
  dotnet publish "$tests/Capstan.TestServer" -c Release -r "linux-$(machine)" --self-contained --nologo -v quiet -o "$context" 9>&- \
    >"$root/artifacts/test-images.log" 2>&1
  docker build -q --build-arg "BASE=$base_image" -t "$server_image" -f "$tests/setup/test-server.Dockerfile" "$context" \
    >>"$root/artifacts/test-images.log" 2>&1 || { cat "$root/artifacts/test-images.log" >&2; return 1; }
  if [[ -x $root/samples/selfieless-acts/build-images.sh ]] && wants system; then
    BASE=$base_image "$root/samples/selfieless-acts/build-images.sh" >>"$root/artifacts/test-images.log" 2>&1 9>&- \
      || { cat "$root/artifacts/test-images.log" >&2; return 1; }
  fi
  if wants docker || wants system; then make_standins; fi
  # Builds of earlier runs have lost their names to these; somebody else's engine may need its own.
  [[ -z $engine_pid ]] || docker image prune -f >>"$root/artifacts/test-images.log" 2>&1 || say "the images of earlier runs could not be removed"
}

machine() { case $(uname -m) in aarch64) echo arm64 ;; *) echo x64 ;; esac; }

make_base() {
  docker image inspect "$base_image" >/dev/null 2>&1 && return 0
  keep_base && docker import "$home/$base_file" "$base_image" >/dev/null
}

# The base's files as an archive, which takes no engine.
keep_base() {
  local kept=$home/$base_file work
  [[ ! -f $kept ]] || return 0
  PATH=$PATH:/usr/sbin command -v debootstrap >/dev/null || return 1
  [[ $(id -u) == 0 ]] || return 1
  work=$(mktemp -d "$home/base.XXXXXX")
  say "making the base image (once)"
  PATH=$PATH:/usr/sbin:/sbin debootstrap --variant=minbase --include=libstdc++6,libsqlite3-0,libssl3 bookworm "$work" >"$root/artifacts/test-base.log" 2>&1 9>&- \
    && tar -C "$work" -cf "$kept.new" . && mv "$kept.new" "$kept"
  rm -rf "$work"
  [[ -f $kept ]] || { tail -n 5 "$root/artifacts/test-base.log" >&2; return 1; }
}
