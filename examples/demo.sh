#!/bin/sh
# `make demo`: a shop of its own in .demo, made with the plain commands that are shown before each output.
# usage: examples/demo.sh FOLDER-OF-ROYAL
set -eu
bin=$(cd "$1" && pwd)
examples=$(cd "$(dirname "$0")" && pwd)
shop=$examples/../.demo

# Nobody's own settings, and never anybody's own database.
for name in $(env | sed -n 's/^\(ROYAL_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done
rm -rf "$shop"
mkdir "$shop"
cd "$shop"
cp "$examples/catalogue.csv" "$examples/orders.csv" "$examples/../config/profiles/orders.toml" .

show() {
    printf '\n$ %s\n' "$*"
    shift
    "$bin/royal" "$@"
}
show royal init --project --database sqlite:///shop.db --currency EUR --timezone Europe/Amsterdam --vat included --yes
show royal product import catalogue.csv --yes
show royal product list --limit 10
show royal product show "$("$bin/royal" product list --limit 1 --format csv --fields sku --quiet | tail -n 1)"
show royal order import orders.csv --profile orders.toml --yes
show royal order list
show royal order show 20260901
show royal report sales --from 2026-09-01 --to 2026-09-30 --by week
show royal history
show royal doctor

cat <<END

The shop is in .demo. What to try next:

  cd .demo
  PATH=$bin:\$PATH
  royal product list --missing-cost               # what cannot have a price floor
  royal product list --below-margin 40 --sort margin
  royal product import catalogue.csv --dry-run    # the same feed again: nothing to do
  royal order unmatched                           # what was sold and is in no catalogue yet
  royal report dashboard --from 2026-09-01 --html shop.html
  royal undo last                                 # take the last import back
  royal --help
END
