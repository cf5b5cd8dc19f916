# make run    set up everything and serve the site on this machine
# make test   set up the tests and run every check
# make test-postgres  run the tests on PostgreSQL too, in a cluster of their own
# make bench  print figures: queries, time, bytes, memory
# make lock   choose the newest versions again and write both lock files

PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
# What production looks like to Django's own checks; nothing listens at this address.
PRODUCTION := ENV_FILE=/dev/null DATABASE_URL=sqlite://:memory: SITE_URL=https://dossiers.example SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')

define NO_PACKAGES
echo >&2; echo "The packages could not be installed. Is there a network connection? Then try again." >&2; exit 1
endef

.PHONY: run test test-postgres bench lock port key
.DELETE_ON_ERROR:

run: port .venv/installed key var/static/staticfiles.json
	@SITE_URL=http://127.0.0.1:$(PORT) $(MANAGE) set_up
	@echo "The site is on http://127.0.0.1:$(PORT) and the admin on http://127.0.0.1:$(PORT)/beheer/ (stop: Ctrl-C)"
	@SITE_URL=http://127.0.0.1:$(PORT) exec $(BIN)/gunicorn --config wijwonen/deploy/gunicorn.conf.py --bind 127.0.0.1:$(PORT)

test: .venv/installed-dev key
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	git ls-files -z 'templates/*.html' | xargs -0 $(BIN)/djade --target-version 5.2 --check
	$(BIN)/lint-imports
	$(PRODUCTION) $(MANAGE) makemigrations --check --dry-run
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(BIN)/pytest

test-postgres: .venv/installed-dev
	.ci/with-postgres $(BIN)/pytest -m "not browser"

bench: .venv/installed-dev
	@$(BIN)/python -m tests.bench

lock: .venv/installed-dev
	$(BIN)/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group dev -c requirements.txt --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-dev.txt

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

var/static/staticfiles.json: requirements.txt $(shell find static -type f) | .venv/installed key
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@
