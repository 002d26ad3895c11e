#!/bin/sh
# fuzz.sh TIME fuzzes every fuzz test of the repository for TIME (1m) each and
# stops at the first that fails; Go then leaves the input in its testdata/fuzz.
set -eu
cd "$(dirname "$0")/.."
time=${1:-1m}

grep -rl --include='*_test.go' --exclude-dir=node_modules '^func Fuzz' . | sort | while read -r file; do
	folder=$(dirname "$file")
	sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$file" | while read -r name; do
		echo "== $folder $name, $time"
		go test -run '^$' -fuzz "^$name\$" -fuzztime "$time" "$folder" </dev/null
	done
done
echo "make fuzz: passed"
