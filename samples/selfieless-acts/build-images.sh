#!/usr/bin/env bash
# Builds the images `users` and `acts`, with the tag TAG (default selfieless: the RideShare sample has an image `users`, too). BASE names the
# image to build on (default debian:12-slim); it needs no .NET and no network.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
case $(uname -m) in
  x86_64) runtime=linux-x64 ;;
  aarch64) runtime=linux-arm64 ;;
  *) echo "build-images.sh: no .NET runtime for $(uname -m); use a machine with x86_64 or aarch64" >&2; exit 1 ;;
esac

mkdir "$context/data"
for program in Users Acts; do
  dotnet publish "$here/$program/$program.csproj" -c Release -r "$runtime" --self-contained --nologo -v quiet -o "$context/$program"
  image=${program,,}
  docker build --quiet ${BASE:+--build-arg "BASE=$BASE"} -f "$here/Dockerfile.$image" -t "$image:${TAG:-selfieless}" "$context"
done
