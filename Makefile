PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# What production looks like to Django's own checks; nothing listens at this address.
PRODUCTION := ENV_FILE=/dev/null DATABASE_URL=sqlite://:memory: SITE_URL=https://dossiers.example ORGANISATION_MAIL=bestuur@example.org SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header $(if $(PACKAGE),--upgrade-package '$(PACKAGE)',--upgrade)

define NO_PACKAGES
echo >&2; echo "The packages could not be installed. Is there a network connection? Then try again." >&2; exit 1
endef

.PHONY: help run dev check test lint coverage test-postgres bench lock port key
.DELETE_ON_ERROR:

help: ## list what make can do here
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1|\2/p' Makefile | while IFS='|' read -r target words; do printf '%-20s %s\n' "$$target" "$$words"; done

run: port .venv/installed key var/static/staticfiles.json ## set up everything and serve the site as in production (PORT=8001)
	@SITE_URL=http://127.0.0.1:$(PORT) $(MANAGE) set_up
	@echo "The site is on http://127.0.0.1:$(PORT) and the admin on http://127.0.0.1:$(PORT)/beheer/ (stop: Ctrl-C)"
	@echo "Passkeys work on http://localhost:$(PORT)/beheer/ only: a browser takes none for a bare IP number."
	@SITE_URL=http://127.0.0.1:$(PORT) exec $(BIN)/gunicorn --config wijwonen/deploy/gunicorn.conf.py --bind 127.0.0.1:$(PORT)

dev: export DEBUG = true
dev: export SITE_URL = http://127.0.0.1:$(PORT)
dev: port .venv/installed key ## serve the site so that a change shows at the next request (PORT=8001)
	@$(MANAGE) set_up
	@exec $(MANAGE) runserver 127.0.0.1:$(PORT)

check: lint ## run the linters and nearly half of the tests, within a minute
	$(BIN)/pytest $(addprefix tests/,rules models story search addresses syndication test_conventions.py)

test: lint ## run every check on SQLite
	$(PRODUCTION) $(MANAGE) makemigrations --check --dry-run
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(BIN)/pytest $(PYTEST_OPTIONS)

lint: .venv/installed-dev key ## run the linters and check the types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	git ls-files -z 'templates/*.html' | xargs -0 $(BIN)/djade --target-version 5.2 --check
	$(BIN)/lint-imports
	$(BIN)/mypy

coverage: PYTEST_OPTIONS = --cov --cov-report=term-missing:skip-covered
coverage: test ## run every check on SQLite and refuse when too few lines are tested

test-postgres: .venv/installed-dev ## run the tests on PostgreSQL, in a cluster that ends with them
	.ci/with-postgres $(BIN)/pytest -m "not browser"

bench: .venv/installed-dev ## print figures: queries, time, bytes, memory
	@$(BIN)/python -m tests.bench

lock: .venv/installed-dev ## choose the newest versions and write both lock files (PACKAGE=django: of that one alone)
	$(COMPILE) -o requirements.txt
	$(COMPILE) --group dev -c requirements.txt -o requirements-dev.txt

port:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: there is no '$(PYTHON)' on this machine." >&2; exit 1; }
	@$(PYTHON) -c 'import socket, sys; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", int(sys.argv[1]) or -1))' '$(PORT)' 2>/dev/null \
		|| { echo "Port $(PORT) is taken or is no port number. Choose another one: make run PORT=8001" >&2; exit 1; }

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: there is no '$(PYTHON)' on this machine." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed, and '$(PYTHON)' is $$($(PYTHON) --version). Name another one: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt | .venv/bin/python
	@echo "Installing the packages; this takes a minute."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt || { $(NO_PACKAGES); }
	@touch $@

.venv/installed-dev: requirements.txt requirements-dev.txt | .venv/bin/python
	@echo "Installing the packages for the tests; this takes a minute."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt || { $(NO_PACKAGES); }
	@touch $@ .venv/installed

key: | .venv/bin/python
	@grep -qsE '^(export )?SECRET_KEY=.' .env || { umask 077; { grep -sv '^SECRET_KEY=$$' .env; \
		$(BIN)/python -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(60))'; } > .env.new && \
		mv .env.new .env && echo "Wrote a fresh secret key to .env."; }

var/static/staticfiles.json: requirements.txt $(shell find static $(wildcard var/own) -type f) | .venv/installed key
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@
