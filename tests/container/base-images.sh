#!/usr/bin/env bash
# Makes base images where no image registry is to be had: Debian from its packages (mmdebstrap), .NET from this machine's own installation.
#   tests/container/base-images.sh [STORAGE]        STORAGE holds the images (default: a folder in $TMPDIR)
# Gives localhost/dotnet-sdk:10.0 and localhost/dotnet-aspnet:10.0. Needs root, mmdebstrap, buildah.
set -euo pipefail
storage="${1:-${TMPDIR:-/tmp}/gbgateway-images}"
mkdir -p "$storage"
buildah=(buildah --root "$storage/root" --runroot "$storage/run" --storage-driver vfs)
dotnet="$(dirname "$(readlink -f "$(command -v dotnet)")")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

if [[ ! -f "$storage/rootfs.tar" ]]; then
  # The runtime needs C and C++ libraries, TLS and its roots; the gateway runs without ICU (InvariantGlobalization).
  mmdebstrap --variant=minbase --include=ca-certificates,libssl3,libstdc++6,zlib1g,tzdata \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$storage/rootfs.tar"
fi

image() { # NAME CONTEXT: Debian with the .NET of CONTEXT/dotnet
  ln -f "$storage/rootfs.tar" "$2/rootfs.tar" 2>/dev/null || cp "$storage/rootfs.tar" "$2/rootfs.tar"
  printf '%s\n' 'FROM scratch' 'ADD rootfs.tar /' 'COPY dotnet /usr/share/dotnet' \
    'ENV PATH=/usr/share/dotnet:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DOTNET_ROOT=/usr/share/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1' \
    > "$2/Dockerfile"
  "${buildah[@]}" bud --isolation chroot -t "$1" "$2"
}
mkdir -p "$work/aspnet/dotnet" "$work/sdk"
cp -a "$dotnet/dotnet" "$dotnet/host" "$dotnet/shared" "$work/aspnet/dotnet/"
image localhost/dotnet-aspnet:10.0 "$work/aspnet"
cp -a "$dotnet" "$work/sdk/dotnet"
image localhost/dotnet-sdk:10.0 "$work/sdk"
"${buildah[@]}" images
