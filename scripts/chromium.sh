#!/bin/sh
# chromium.sh prints the path of a Chromium that starts: $CHROMIUM, an installed
# one, Debian's package, or Playwright's own. What it does on the way goes to
# standard error; if nothing works it says so in one line and fails.
set -u
cd "$(dirname "$0")/.." || exit

# A path alone proves little: Ubuntu's package is a stub that wants snap, and
# Playwright's build may lack system libraries.
starts() { [ -n "$1" ] && "$1" --version >/dev/null 2>&1; }

found() {
	echo "$1"
	exit 0
}

installed() {
	for name in chromium chromium-browser google-chrome google-chrome-stable \
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
		path=$(command -v "$name") && starts "$path" && found "$path"
	done
}

if [ -n "${CHROMIUM:-}" ]; then
	starts "$CHROMIUM" && found "$CHROMIUM"
	echo "chromium.sh: CHROMIUM is $CHROMIUM, which does not start" >&2
	exit 1
fi
installed

if [ "$(id -u)" = 0 ]; then
	as_root=
elif sudo -n true 2>/dev/null; then
	as_root="sudo -n"
else
	as_root=no
fi
if [ "$as_root" != no ] && command -v apt-get >/dev/null; then
	echo "chromium.sh: installing the package chromium" >&2
	# shellcheck disable=SC2086 # as_root is two words or none
	if $as_root apt-get update -qq >&2 && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >&2; then
		installed
	fi
fi

echo "chromium.sh: fetching the Chromium of Playwright" >&2
if (cd frontend && npx --no-install playwright install chromium) >&2; then
	path=$(cd frontend && node -p "require('@playwright/test').chromium.executablePath()")
	starts "$path" && found "$path"
fi

echo "chromium.sh: no Chromium that starts was found or could be installed; install one or set CHROMIUM to its path" >&2
exit 1
