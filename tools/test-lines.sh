#!/usr/bin/env bash
# Prints for each project of src its lines of source, the lines of its tests, and their ratio: first lines of code, then all lines.
# Lines of code are those that are neither blank nor only a comment. A project without tests of its own is left out.
# tools/test-lines.sh [PROJECT …]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ $# -gt 0 ] || set -- $(cd src && ls -d */ | tr -d /)

# The lines of the C# files of a folder that are not built ones: "code all". A comment over several lines ends where it says so.
count() {
  find "$1" \( -name obj -o -name bin \) -prune -o -name '*.cs' -print0 | LC_ALL=C sort -z | xargs -0 -r cat | sed 's/^\xef\xbb\xbf//' | awk '
    { all++; sub(/^[ \t]+/, ""); sub(/[ \t\r]+$/, "") }
    inside { if (!sub(/^.*\*\//, "")) next; inside = 0; sub(/^[ \t]+/, "") }
    /^\/\*/ { if (!sub(/^\/\*.*\*\//, "")) { inside = 1; next } sub(/^[ \t]+/, "") }
    $0 != "" && !/^\/\// { code++ }
    END { print code + 0, all + 0 }'
}

printf '%-12s %26s %26s\n%-12s %8s %8s %8s %8s %8s %8s\n' '' 'lines of code' 'all lines' project source tests ratio source tests ratio
for project; do
  [ -d "test/$project.Tests" ] || continue
  read -r code all < <(count "src/$project")
  read -r test_code test_all < <(count "test/$project.Tests")
  LC_ALL=C awk -v p="$project" -v c="$code" -v tc="$test_code" -v a="$all" -v ta="$test_all" \
    'BEGIN { printf "%-12s %8d %8d %8.2f %8d %8d %8.2f\n", p, c, tc, tc / c, a, ta, ta / a }'
done
