#!/usr/bin/env bash
# Runs the notebooks of samples/notebooks headlessly on freshly packed packages; fails on any error output.
# ./notebooks.sh [--keep] [NOTEBOOK ...]; --keep writes what the cells have shown into the notebooks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
mode=leave
if [ "${1:-}" = "--keep" ]; then mode=keep; shift; fi
[ $# -gt 0 ] || set -- samples/notebooks/*.ipynb

# A version of their own: NuGet's cache would give back packages of one that it has seen.
version="0.0.0-notebooks.$(date +%s)"
packages=artifacts/notebooks
cleanup() {
  rm -rf "$packages"
  rm -rf "${NUGET_PACKAGES:-$HOME/.nuget/packages}"/deepml*/"$version"
}
trap cleanup EXIT
rm -rf "$packages"
for package in Scoring DeepML Reports Interactive; do
  project=$(ls packages/$package/*.csproj)
  dotnet pack "$project" -c Release -v quiet -p:MinVerVersionOverride="$version" -p:PackageOutputPath="$PWD/$packages"
done
[ -x artifacts/tools/dotnet-repl ] || dotnet tool install dotnet-repl --version 0.3.259 --tool-path artifacts/tools
dotnet build tools/Notebooks -c Release -v quiet -clp:NoSummary
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-PASSIVE}" DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet tools/Notebooks/bin/Release/net10.0/DeepML.Notebooks.dll artifacts/tools/dotnet-repl "$packages" "$mode" "$@"
