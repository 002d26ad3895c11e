#!/bin/sh
# need.sh ends with one clear line if Go or Node is missing or too old for this
# repository. The versions needed stand in go.mod and frontend/package.json.
set -eu
cd "$(dirname "$0")/.."

# at_least HAVE WANT: versions as 1.26.8 and 1.26
at_least() {
	awk -v have="$1" -v want="$2" 'BEGIN {
		h = split(have, a, "."); w = split(want, b, ".")
		for (i = 1; i <= (h > w ? h : w); i++) if (a[i] + 0 != b[i] + 0) exit !(a[i] + 0 > b[i] + 0)
	}'
}

fail() {
	echo "whodid: $1" >&2
	exit 1
}

want_go=$(sed -n 's/^go //p' go.mod)
command -v go >/dev/null || fail "Go $want_go or newer is needed, but there is no go in PATH; see https://go.dev/doc/install"
# Asked outside the module, where Go does not look for another toolchain.
have_go=$(cd / && GOTOOLCHAIN=local go env GOVERSION | sed 's/^go//; s/[^0-9.].*//')
if ! at_least "${have_go:-0}" "$want_go"; then
	# From 1.21 on Go fetches the version that go.mod asks for, unless told not to.
	case $(cd / && go env GOTOOLCHAIN 2>/dev/null) in
	auto | *+auto) at_least "$have_go" 1.21 ;;
	*) false ;;
	esac || fail "Go $want_go or newer is needed, but go is version ${have_go:-unknown}; see https://go.dev/doc/install"
fi

want_node=$(sed -n 's/.*"node": *">=\([0-9.]*\).*/\1/p' frontend/package.json)
for tool in node npm; do
	command -v $tool >/dev/null || fail "Node ${want_node:-20} or newer is needed, but there is no $tool in PATH; see https://nodejs.org/en/download"
done
have_node=$(node --version | sed 's/^v//; s/[^0-9.].*//')
at_least "$have_node" "${want_node:-20}" ||
	fail "Node $want_node or newer is needed, but node is version $have_node; see https://nodejs.org/en/download"
