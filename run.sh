#!/usr/bin/env bash
# Sets up what is missing, builds, and runs the main job, or the sample named: ./run.sh [sample] [options]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
[ "${UseOfficialPackages:-false}" = true ] || ./setup.sh >&2
dotnet build samples/Samples.csproj -c Release -v quiet -clp:NoSummary >&2
exec dotnet samples/bin/Release/net10.0/DeepML.Samples.dll "${@:-digits}"
