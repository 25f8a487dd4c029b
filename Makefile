# Spotter's front door.  make run · make run-full · make test · make check · make fmt · make lock · make bench
# HOST, PORT and DATA_DIR are honoured everywhere (make run PORT=9000). Nothing is needed but Python 3.11, make and the package registries.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes
REPORTS := var/reports
PYTEST := $(BIN)/python -m pytest -q
CODE := accounts adaptation benchmarks coaching config diagnosis events feedback llm plans science tests tools manage.py

.DEFAULT_GOAL := help
.PHONY: help install install-test run run-full test test-postgres test-sqlite test-ordinary test-browser test-js \
	test-long coverage check fmt lock messages bench clean

help:
	@sed -n '1,2p' Makefile

# --- Installation: a stamp per set of requirements, so that a second call costs nothing --------------------------------
$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(BIN)/python
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.full: requirements-full.txt $(VENV)/.run
	$(PIP) -r requirements-full.txt
	@touch $@

$(VENV)/.test: requirements-test.txt $(VENV)/.run
	$(PIP) -r requirements-test.txt
	@touch $@

install: $(VENV)/.run
install-test: $(VENV)/.test

# --- Running ----------------------------------------------------------------------------------------------------------
# On your own machine `make run` shows the demo data; `make run DEBUG=0` starts an empty installation.
run run-full: export DEBUG ?= 1

run: $(VENV)/.run
	$(BIN)/python manage.py prepare
	@exec $(BIN)/python manage.py serve

run-full: $(VENV)/.run $(VENV)/.full
	@exec $(BIN)/python manage.py runfull

# --- Tests ------------------------------------------------------------------------------------------------------------
# Every part runs, also after one has failed; the sum is the last line. JOBS of them run at a time, because each waits for
# processes, clocks and pages about a third of the time: their dots mix. `make test THOROUGH=1`, which CI runs, measures the coverage
# as well, samples thousands of random cases, kills processes on SQLite too and lets 200 streams live through every fault:
# together they take half as long again.
THOROUGH ?=
JOBS ?= 3
TEST_PARTS := test-postgres test-browser test-sqlite test-ordinary test-js $(if $(THOROUGH),test-long)
MEASURED := $(if $(THOROUGH),-m slipcover --out var/coverage.json)

test: $(VENV)/.test
	@rm -rf $(REPORTS) var/coverage.json && mkdir -p $(REPORTS)
	@$(MAKE) --no-print-directory --keep-going --jobs $(JOBS) $(TEST_PARTS); status=$$?; \
	$(if $(THOROUGH),$(MAKE) --no-print-directory coverage || status=1;) \
	$(BIN)/python tools/report.py $(REPORTS) && exit $$status

$(REPORTS):
	@mkdir -p $@

# Where we are root, `test-ordinary` starts and stops the servers of test_serve.py as nobody in particular: once is enough.
SERVED_LATER := $(if $(filter 0,$(shell id -u)),--ignore=tests/config/test_serve.py)

test-postgres: $(VENV)/.test | $(REPORTS)
	@echo "== PostgreSQL and Redis"
	SPOTTER_TEST_DATABASE=postgres REQUIRE_SERVICES=1 $(BIN)/python $(MEASURED) \
		-m pytest -q -n 2 --dist worksteal -m "not long and not sqlite" $(SERVED_LATER) --junit-xml=$(REPORTS)/postgres.xml

test-sqlite: $(VENV)/.test | $(REPORTS)
	@echo "== SQLite"
	SPOTTER_TEST_DATABASE=sqlite $(PYTEST) -n 2 -m "not once and not long" --dist worksteal --junit-xml=$(REPORTS)/sqlite.xml

# Thousands of random cases, which coverage would slow down several times over.
test-long: $(VENV)/.test | $(REPORTS)
	@echo "== Heavy sampling"
	SPOTTER_TEST_DATABASE=sqlite $(PYTEST) -n 2 --dist worksteal -m long --junit-xml=$(REPORTS)/long.xml

# Root may hide a fault that everyone else meets. Where we are not root, the two runs above have shown it already.
test-ordinary: $(VENV)/.test | $(REPORTS)
	@echo "== As an ordinary user"
	$(BIN)/python tools/ordinary.py --junit-xml=$(REPORTS)/ordinary.xml

# Where the system has no Node, the virtual environment's comes last in the PATH.
test-browser test-js: export PATH := $(PATH):$(CURDIR)/$(BIN)

# SLOW=1: every answer comes 1.5 s late (tests/plugins/line.py). Not in `make test`: it takes a quarter of an hour.
SLOW ?=
test-browser: $(VENV)/.test | $(REPORTS)
	@echo "== Browser"
	BROWSER_BIN="$$($(BIN)/python tools/browser.py)" && export BROWSER_BIN $(if $(SLOW),SPOTTER_TEST_SLOW_S=1.5) && \
	$(PYTEST) -n 2 -p pytest_playwright.pytest_playwright -p tests.plugins.browser --junit-xml=$(REPORTS)/browser.xml tests/e2e

test-js: $(VENV)/.test | $(REPORTS)
	@echo "== JavaScript"
	@if ls tests/js/*.test.js >/dev/null 2>&1; then \
		node --test --test-reporter=spec --test-reporter-destination=stdout \
			--test-reporter=junit --test-reporter-destination=$(REPORTS)/js.xml tests/js/*.test.js; \
	else echo "no tests in tests/js"; fi

coverage: $(VENV)/.test
	@echo "== Coverage"
	$(BIN)/python tools/coverage_floor.py

# --- Checks -----------------------------------------------------------------------------------------------------------
PRODUCTION := env -u DEBUG DATA_DIR=var/check SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
	ALLOWED_HOSTS=spotter.example HTTPS=1 DATABASE_URL= REDIS_URL=

check: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python tools/budgets.py
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy $(CODE)
	$(BIN)/python tools/templates.py
	$(BIN)/python tools/messages.py --check
	$(PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(PRODUCTION) $(BIN)/python manage.py spectacular --file var/check/openapi.yaml --validate --fail-on-warn

fmt: $(VENV)/.test
	$(BIN)/ruff check --fix --exit-zero --quiet .
	$(BIN)/ruff format .
	$(BIN)/python tools/templates.py --fix

messages: $(VENV)/.test
	$(BIN)/python tools/messages.py

# Change a .in file, then `make lock`. Only uv is used for it; installing needs nothing but pip.
lock: $(BIN)/python
	$(BIN)/python -m pip --quiet install uv
	for name in requirements requirements-full requirements-test; do \
		$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11 \
			--custom-compile-command "make lock" $$name.in -o $$name.txt || exit 1; done

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) var node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
