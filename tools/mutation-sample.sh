#!/usr/bin/env bash
# Prints a fixed sample of a project's files as arguments for Stryker: of all in alphabetical order the first, and every Nth behind it.
# tools/mutation-sample.sh PROJECT N
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../src/$1"
find . -name '*.cs' -not -path './obj/*' -not -path './bin/*' | LC_ALL=C sort | awk -v n="$2" 'NR % n == 1 { print "-m **/" substr($0, 3) }'
