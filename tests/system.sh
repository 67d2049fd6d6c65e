#!/usr/bin/env bash
# Installs what the tests drive and Python's registry does not hold: a browser, PostgreSQL, and Redis, which the
# local Bluesky network needs.
# Only as root on Debian; elsewhere it says what is missing, and the tests that need it are skipped with that reason.
set -euo pipefail
missing=()
command -v chromium >/dev/null || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
command -v redis-server >/dev/null || missing+=(redis-server)
# The builder of the browser's files, so that the check can build them again; it needs no root.
if command -v npm >/dev/null && [[ ! -d assets/node_modules ]]; then
  (cd assets && npm ci --no-audit --no-fund --loglevel=error >/dev/null) || echo "could not install the builder of assets; its check is skipped"
fi
((${#missing[@]})) || exit 0
if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
  echo "not installed here: ${missing[*]} (as root on Debian: apt-get install ${missing[*]}); tests that need them are skipped"
  exit 0
fi
echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
  echo "could not install ${missing[*]}; tests that need them are skipped"
