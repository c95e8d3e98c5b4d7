#!/usr/bin/env bash
# Restores, builds, and runs every test. The last line is "N passed, N failed", with ", N skipped" if any were.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export TESTINGPLATFORM_TELEMETRY_OPTOUT=1
dotnet build Extensions.sln -c Release -v quiet -clp:NoSummary || exit 1

log=$(mktemp)
trap 'rm -f "$log"' EXIT
dotnet test --solution Extensions.sln -c Release --no-build --max-parallel-test-modules 2 --no-ansi --no-progress 2>&1 | tee "$log"
status=$?
count() { sed -n "s/^ *$1: \([0-9]*\)$/\1/p" "$log" | tail -n 1; }
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
[ "${passed:-0}" -gt 0 ] || status=1
line="${passed:-0} passed, ${failed:-0} failed"
[ "${skipped:-0}" -eq 0 ] || line="$line, $skipped skipped"
echo "$line"
exit $status
