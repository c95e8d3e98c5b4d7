#!/usr/bin/env bash
# Restores, builds, and runs the main job, or the sample named: ./run.sh [sample] [options]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
dotnet build samples/Samples.csproj -c Release -v quiet -clp:NoSummary >&2
exec dotnet samples/bin/Release/net10.0/DeepML.Samples.dll "${@:-digits}"
