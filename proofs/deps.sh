#!/bin/sh
# Install the Debian packages that are missing: deps.sh PACKAGE...
set -eu
missing=
for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "make deps: root or sudo is needed to install:$missing" >&2; exit 3; }
    root=sudo
fi
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$root apt-get update -q >/dev/null
# shellcheck disable=SC2086 # a list of package names
$root apt-get install -qq -y --no-install-recommends $missing >/dev/null
