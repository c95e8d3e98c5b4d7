#!/usr/bin/env bash
# Installs what the stand-ins for Microsoft.ML and TorchSharp need (Debian packages) and builds their native libraries.
# Does nothing when nothing is missing. Not needed with UseOfficialPackages=true.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

packages=(libtorch-dev libopenblas0-openmp libstb-dev g++ cmake ninja-build)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done

if ((${#missing[@]})); then
  if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    echo "setup.sh: these packages are missing: ${missing[*]}" >&2
    echo "setup.sh: as root, run: apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  echo "Installing ${missing[*]} ..."
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if ! command -v dotnet >/dev/null; then
  echo "setup.sh: the .NET 10 SDK is missing (https://dot.net)." >&2
  exit 1
fi

# build_native NAME SOURCE_FOLDER: builds artifacts/native/libNAME.so, again only when its sources have changed.
build_native() {
  local name=$1 source=$2 stamp=artifacts/native/$1.stamp now
  now=$(cat "$source"/* | sha256sum)
  if [ -f "artifacts/native/lib$name.so" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ]; then
    return
  fi
  echo "Building lib$name.so ..."
  mkdir -p artifacts/native
  cmake -S "$source" -B "artifacts/native/$name" -G Ninja -DCMAKE_BUILD_TYPE=Release >"artifacts/native/$name.log" 2>&1 &&
    cmake --build "artifacts/native/$name" >>"artifacts/native/$name.log" 2>&1 ||
    { tail -n 40 "artifacts/native/$name.log" >&2; exit 1; }
  echo "$now" >"$stamp"
}

build_native TorchBridge compat/TorchSharp/native
build_native ImageBridge compat/Microsoft.ML/native
