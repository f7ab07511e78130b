# royal from a checkout; `make help` says what there is. Needs Python 3.11 or newer with pip, make and git.

ifndef PYTHON
PYTHON := $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
endif
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
ifeq ($(VERSION),)
$(error royal needs Python 3.11 or newer. Say where it is: make PYTHON=/path/to/python3.11)
endif

WORKERS ?= 2
ROWS ?= 1000000

VENV := .venv/$(VERSION)
BIN := $(VENV)/bin
LOCK := requirements-dev.lock
INSTALL := PIP_ROOT_USER_ACTION=ignore $(PYTHON) -m pip --python $(BIN)/python install -qq --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo test lint style types contracts cover wheel smoke check bench pictures lock clean

help: ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F '|' '{ printf "%-16s%s\n", $$1, $$2 }'
	@echo
	@echo "PYTHON=python3.12 chooses the Python, WORKERS=4 how many tests run at once, ROWS=20000 a smaller benchmark."

$(VENV)/pyvenv.cfg:
	@echo "Making the environment $(VENV) …"
	@$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.program: $(VENV)/pyvenv.cfg pyproject.toml $(LOCK)
	@$(INSTALL) --constraint $(LOCK) --editable .
	@touch $@

$(VENV)/.tests: $(VENV)/.program
	@echo "Installing what the tests need, PostgreSQL included …"
	@$(INSTALL) --requirement $(LOCK)
	@touch $@

demo: $(VENV)/.program ## A new SQLite database with an example catalogue and its orders, shown
	@examples/demo.sh $(BIN)

test: $(VENV)/.tests ## Run all tests, on SQLite and on a PostgreSQL of their own; ARGS="-k undo" for some
	@$(BIN)/python -m coverage erase
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report= --cov-fail-under=0 $(ARGS)

lint: style types contracts ## Look at style, types and the direction of imports

style: $(VENV)/.tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.tests
	$(BIN)/mypy

contracts: $(VENV)/.tests
	$(BIN)/lint-imports --no-logo

cover: $(VENV)/.tests ## Hold the last `make test` to the coverage it must reach
	@test -f .coverage || $(MAKE) test
	$(BIN)/python -m coverage report

wheel: $(VENV)/.tests ## Build dist/royal_cli-*.whl
	@rm -rf dist
	$(BIN)/python -m hatchling build --target wheel --directory dist

smoke: wheel ## Install the wheel in an empty environment elsewhere, and import a feed with it
	@tests/smoke.sh $(PYTHON) dist/*.whl $(LOCK) examples/catalogue.csv

check: ## All that a change has to pass
	@.ci/run

bench: $(VENV)/.tests ## Measure against plain csv + sqlite3 and COPY; takes half an hour with ROWS=1000000
	$(BIN)/python -m tests.benchmarks --rows $(ROWS)

pictures: $(VENV)/.program ## Make the README's pictures again from what the commands really print
	$(BIN)/python docs/pictures.py

lock: ## Choose the newest versions for development again
	@test -d .venv/lock || $(PYTHON) -m venv --without-pip .venv/lock
	@$(PYTHON) -m pip --python .venv/lock/bin/python install -qq pip-tools
	@echo '# What development and the tests are installed with; `make lock` makes it from pyproject.toml again.' > $(LOCK)
	@$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["dev"], sep="\n")' \
		| .venv/lock/bin/pip-compile --quiet --upgrade --strip-extras --no-annotate --no-header --no-emit-options \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file - pyproject.toml - >> $(LOCK)

clean: ## Remove whatever make has made
	rm -rf .venv .demo dist build .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
