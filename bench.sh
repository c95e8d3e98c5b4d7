#!/usr/bin/env bash
# Measures speed against peers (./bench.sh [name ...]) or runs the learning tasks (./bench.sh quality [name ...]).
# A name may be a prefix. --plain prints one "name value" pair a line.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
[ "${UseOfficialPackages:-false}" = true ] || ./setup.sh >&2
if ! /usr/bin/python3 -c 'import torch, numpy, sklearn' 2>/dev/null; then
  if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    echo "bench.sh: the peers need the packages python3-torch python3-numpy python3-sklearn" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-torch python3-numpy python3-sklearn >/dev/null
fi
dotnet build bench/Bench.csproj -c Release -v quiet -clp:NoSummary >&2
exec dotnet bench/bin/Release/net10.0/DeepML.Bench.dll "$@"
