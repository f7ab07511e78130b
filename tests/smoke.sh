#!/bin/sh
# Installs the wheel in an empty environment where nothing of the checkout is in reach, and imports a feed with it.
# usage: tests/smoke.sh PYTHON WHEEL LOCK FEED
set -eu
python=$1 wheel=$PWD/$2 lock=$PWD/$3 feed=$PWD/$4

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv --without-pip "$folder/env"
PIP_ROOT_USER_ACTION=ignore "$python" -m pip --python "$folder/env/bin/python" \
    install -qq --disable-pip-version-check --constraint "$lock" "$wheel"

cd "$folder"
unset PYTHONPATH XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME
export HOME="$folder" ROYAL_DATABASE_URL=sqlite:///shop.db
royal() {
    echo "\$ royal $*"
    "$folder/env/bin/royal" "$@"
}
royal --version
royal init --yes
royal product import "$feed" --yes
royal product list --limit 3
royal undo last
royal doctor
echo "The wheel works on its own."
