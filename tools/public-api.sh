#!/usr/bin/env bash
# Writes what is public in src, and not yet in a PublicAPI.Shipped.txt, into the PublicAPI.Unshipped.txt of its project.
# tools/public-api.sh [PROJECT ...], by default all: Networks Data Trainers Transforms Estimators
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ $# -gt 0 ] || set -- Networks Data Trainers Transforms Estimators
for project in "$@"; do
  printf '#nullable enable\n' > "src/$project/PublicAPI.Unshipped.txt"
  dotnet restore "src/$project/DeepML.$project.csproj" -v quiet
  dotnet format analyzers "src/$project/DeepML.$project.csproj" --no-restore --diagnostics RS0016 --severity info
done
