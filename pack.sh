#!/usr/bin/env bash
# Builds the packages DeepML, DeepML.Scoring, DeepML.Distributed, DeepML.Onnx, DeepML.Reports, DeepML.Audio and DeepML.Interactive, with their
# symbols, and the tool deepml (DeepML.CommandLine, with libtorch for this system) into artifacts/packages.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
rm -f artifacts/packages/*.nupkg artifacts/packages/*.snupkg
dotnet pack packages/DeepML/DeepML.csproj -c Release -v quiet
dotnet pack packages/Scoring/DeepML.Scoring.csproj -c Release -v quiet
dotnet pack packages/Distributed/DeepML.Distributed.csproj -c Release -v quiet
dotnet pack packages/Onnx/DeepML.Onnx.csproj -c Release -v quiet
dotnet pack packages/Reports/DeepML.Reports.csproj -c Release -v quiet
dotnet pack packages/Audio/DeepML.Audio.csproj -c Release -v quiet
dotnet pack packages/Interactive/DeepML.Interactive.csproj -c Release -v quiet
dotnet pack src/CommandLine/DeepML.CommandLine.csproj -c Release -v quiet
ls artifacts/packages
