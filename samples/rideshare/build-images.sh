#!/usr/bin/env bash
# Builds the images `users` and `rides`, with the tag TAG (default latest). BASE names the image to build on (default debian:12-slim); it needs
# no .NET and no network.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
case $(uname -m) in
  x86_64) runtime=linux-x64 ;;
  aarch64) runtime=linux-arm64 ;;
  *) echo "build-images.sh: no .NET runtime for $(uname -m); use a machine with x86_64 or aarch64" >&2; exit 1 ;;
esac

for program in Users Rides; do
  dotnet publish "$here/$program/$program.csproj" -c Release -r "$runtime" --self-contained --nologo -v quiet -o "$context/$program"
  docker build --quiet ${BASE:+--build-arg "BASE=$BASE"} --build-arg "PROGRAM=$program" -f "$here/Dockerfile" -t "${program,,}:${TAG:-latest}" "$context"
done
