#!/usr/bin/env bash
# Measures speed against peers (./bench.sh [name ...]) or runs the learning tasks (./bench.sh quality [name ...]).
# A name may be a prefix. --plain prints one "name value" pair a line.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
dotnet build bench/Bench.csproj -c Release -v quiet -clp:NoSummary >&2
exec dotnet bench/bin/Release/net10.0/DeepML.Bench.dll "$@"
