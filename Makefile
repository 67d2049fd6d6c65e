# Two commands do everything: `make run` serves Passaparola, `make test` proves it.
PYTHON ?= python3
BIN := .venv/bin
UV := 0.13.9
PYTEST := $(BIN)/python -m pytest
# Tests leave nothing in ./data, where a person's own installation may live.
SCRATCH = PASSAPAROLA_DATA=build/test-data/$@ PASSAPAROLA_SECRET_KEY=only-for-tests
SYNC := $(BIN)/uv sync --quiet --frozen --inexact --compile-bytecode
OFFLINE = { echo "Could not install $(1): the lines above say why. Check the connection and run make again."; exit 2; }

.PHONY: help run test check format lint types floors unit database browser servers proof assets messages bench clean

help:
	@echo "make run       install, migrate, load the demo brand, serve http://127.0.0.1:$${PORT:-8000}"
	@echo "make test      install what the tests need and run every check"
	@echo "make check     the quick half: format, lint, types, floors, unit tests"
	@echo "make proof     the crash proof on real servers: a sender killed at every step"
	@echo "make bench     the benchmarks, side by side with peers"
	@echo "make assets    rebuild the browser's files (needs Node 20)"
	@echo "make messages  gather the words to translate and compile them (needs GNU gettext)"
	@echo "make clean     delete what the checks leave behind"

run: $(BIN)/.installed
	@exec $(BIN)/passaparola serve

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Passaparola needs Python 3.11 or newer; $(PYTHON) is: $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 run"; exit 2; }
	@$(PYTHON) -m venv --clear .venv || { rm -rf .venv; echo "Could not make .venv; on Debian: apt-get install python3-venv"; exit 2; }

# Its name carries the version: an older .venv gets the newer uv.
$(BIN)/.uv-$(UV): $(BIN)/python
	@echo "Installing into .venv; the first time this takes a minute or two."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV)" || $(call OFFLINE,uv $(UV))
	@touch $@

$(BIN)/.installed: pyproject.toml uv.lock $(BIN)/.uv-$(UV)
	@$(SYNC) --extra postgres || $(call OFFLINE,what uv.lock names)
	@touch $@

$(BIN)/.installed-dev: pyproject.toml uv.lock $(BIN)/.uv-$(UV)
	@$(SYNC) --all-groups --all-extras || $(call OFFLINE,what the tests need)
	@touch $@ $(BIN)/.installed
test: $(BIN)/.installed-dev
	@tests/system.sh
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check database browser servers

check: format lint types floors unit

format: $(BIN)/.installed-dev
	$(BIN)/ruff format --check --quiet .

lint: $(BIN)/.installed-dev
	$(BIN)/ruff check --quiet .

types: $(BIN)/.installed-dev
	$(SCRATCH) $(BIN)/mypy

floors: $(BIN)/.installed-dev
	$(BIN)/lint-imports

unit: $(BIN)/.installed-dev
	$(SCRATCH) $(PYTEST) -q --ignore=tests/browser --ignore=tests/servers

# The same promises on the other database: a scratch PostgreSQL on a free port, gone afterwards.
database: $(BIN)/.installed-dev
	$(SCRATCH) $(BIN)/python tests/postgres.py $(PYTEST) -q tests/web

browser: $(BIN)/.installed-dev
	$(SCRATCH) $(PYTEST) -q tests/browser --ignore=tests/browser/test_journey.py --ignore=tests/browser/test_conversations_journey.py

servers: $(BIN)/.installed-dev
	$(SCRATCH) $(PYTEST) -q tests/servers

assets:
	cd assets && npm ci --no-audit --no-fund --loglevel=error && npm run build

# Needs GNU gettext; both the .po and the .mo are committed, so a start never needs it.
messages: $(BIN)/.installed-dev
	cd src/passaparola && $(SCRATCH) DJANGO_SETTINGS_MODULE=passaparola.web.site.settings ../../$(BIN)/python -P -m django makemessages \
	  --locale it --no-obsolete --add-location file --settings passaparola.web.site.settings && \
	  $(SCRATCH) DJANGO_SETTINGS_MODULE=passaparola.web.site.settings ../../$(BIN)/python -P -m django compilemessages --locale it

# The whole crash proof, on real servers: an hour or so.
proof: $(BIN)/.installed-dev
	@tests/system.sh
	$(SCRATCH) $(PYTEST) -q tests/browser/test_journey.py tests/browser/test_conversations_journey.py
	$(BIN)/python tests/proof/run.py

bench: $(BIN)/.installed-dev
	for each in benchmarks/*.py; do echo "== $$each"; $(BIN)/python $$each || exit 1; done

clean:
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
