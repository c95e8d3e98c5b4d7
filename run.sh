#!/usr/bin/env bash
# Restores, builds, and runs the main job, or the sample named: ./run.sh [sample] [options]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
case "${1:-}" in
    help | -h | --help) # at once: the names stand in the program
        echo "usage: ./run.sh [NAME] [--plain] [options]; without a name: digits"
        sed -nE 's/^    \["([a-z0-9-]+)"\] = \("(.*)", [A-Za-z0-9.]+\),$/\1\t\2/p' samples/Program.cs | while IFS=$'\t' read -r name what; do
            printf '  %-16s %s\n' "$name" "$what"
        done
        exit 0
        ;;
esac
dotnet build samples/Samples.csproj -c Release -v quiet -clp:NoSummary >&2
exec dotnet samples/bin/Release/net10.0/DeepML.Samples.dll "${@:-digits}"
