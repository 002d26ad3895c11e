#!/bin/sh
# test.sh runs every test and ends with one line that says how it went. A failed
# part does not keep the others from running: one run shows all that is broken.
# `make test` calls it after the build.
set -u
cd "$(dirname "$0")/.." || exit

began=$(date +%s)
passed=
failed=

# part NAME COMMAND…: runs one part and notes how it went.
part() {
	name=$1
	shift
	echo "== $name"
	from=$(date +%s)
	if "$@"; then
		passed="$passed${passed:+, }$name ($(($(date +%s) - from)) s)"
	else
		failed="$failed${failed:+, }$name"
	fi
}

# The race detector links C. Where no compiler is, Debian's is fetched; where
# that can't be, the tests run without it and the last line says so.
race=-race
if ! command -v "$(go env CC)" >/dev/null; then
	if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
		as_root=$([ "$(id -u)" = 0 ] || echo "sudo -n")
		# shellcheck disable=SC2086 # as_root is two words or none
		$as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gcc libc6-dev
	fi
	command -v "$(go env CC)" >/dev/null || race=
fi

go_tests() {
	# shellcheck disable=SC2086 # race may be empty
	CGO_ENABLED=${race:+1} go test $race -timeout 15m ./...
}

bench_tests() { (cd bench && go test ./...); }

page_tests() { (cd frontend && npm run --silent test); }

end_to_end() {
	CHROMIUM=$(scripts/chromium.sh) || return 1
	export CHROMIUM
	(cd frontend && npm run --silent e2e)
}

part "Go${race:+ with the race detector}" go_tests
part "bench" bench_tests
part "page" page_tests
part "end to end in Chromium" end_to_end

took=$(($(date +%s) - began))
echo
[ -n "$race" ] || echo "make test: no C compiler, so the race detector was off"
if [ -n "$failed" ]; then
	echo "make test: FAILED: $failed${passed:+; passed: $passed}; $took s"
	exit 1
fi
echo "make test: PASSED: $passed; $took s"
