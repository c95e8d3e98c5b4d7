#!/usr/bin/env bash
# Sets up what is missing, builds, and runs every test. The last line is "N passed, N failed", with ", N skipped" if any were.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
[ "${UseOfficialPackages:-false}" = true ] || ./setup.sh || exit 1
dotnet build Extensions.sln -c Release -v quiet -clp:NoSummary || exit 1

results=artifacts/test-results
rm -rf "$results"
status=0
for project in test/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  if [ "${UseOfficialPackages:-false}" = true ] && [[ $name == Compat.* ]]; then continue; fi
  dotnet test "$project" -c Release --no-build -v quiet --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
    --logger "console;verbosity=minimal" || status=1
done

count() { cat "$results"/*.trx 2>/dev/null | grep -o "<Counters [^>]*" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{ sum += $1 } END { print sum + 0 }'; }
total=$(count total) passed=$(count passed) executed=$(count executed)
failed=$((executed - passed)) skipped=$((total - executed))
[ "$failed" -eq 0 ] || status=1
[ "${passed:-0}" -gt 0 ] || status=1
line="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || line="$line, $skipped skipped"
echo "$line"
exit $status
