# make run     the whole portal at http://127.0.0.1:8000 (PORT=8001 for another port)
# make test    the whole test suite           make check   linters and framework checks
# make format  put the code in our style      make bench   measure; writes docs/benchmarks.md
# make manage CMD="migrate"    one management command, with what it needs started
#
# DATABASE_URL, REDIS_URL and EMAIL_URL lead to real servers; without them, PostgreSQL and Redis
# from the installed packages are started under .run/ and stopped afterwards.

SHELL := /bin/sh
PORT ?= 8000
CMD ?= help
ARGS ?=
VENV := .venv
PYTHON := $(VENV)/bin/python
ENGINES := $(PYTHON) -m procurement_portal.lib.engines
SYSTEM_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation
TEMPLATES = $(shell find . -path ./.venv -prune -o -path '*/templates/*' -name '*.html' -print | sort)

.DEFAULT_GOAL := help
.PHONY: help run test check format bench lock manage doctor system-run system-test

help:
	@sed -n 's/^# \{0,1\}//p;/^$$/q' Makefile

run: $(VENV)/run.stamp system-run
	@SITE_URL=$${SITE_URL:-http://127.0.0.1:$(PORT)} \
		exec $(ENGINES) --with-parent manage.py demo --port $(PORT) --with-parent

manage: $(VENV)/run.stamp
	@exec $(ENGINES) manage.py $(CMD)

doctor: $(VENV)/run.stamp
	@exec $(ENGINES) manage.py doctor

test: $(VENV)/dev.stamp system-test
	@exec .ci/test $(PYTHON) $(ARGS)

bench: $(VENV)/dev.stamp system-run
	@exec $(PYTHON) -m benchmarks $(ARGS)

# Every dependency and theirs, resolved, pinned and hashed, from pyproject.toml.
lock: $(VENV)/dev.stamp
	@for extra in "requirements.txt" "requirements-dev.txt --extra dev -c requirements.txt"; do \
		$(VENV)/bin/uv pip compile pyproject.toml --python-version 3.11 --generate-hashes \
			--no-header --quiet -o $$extra; done

check: $(VENV)/dev.stamp
	@exec .ci/check $(VENV) $(TEMPLATES)

format: $(VENV)/dev.stamp
	@$(VENV)/bin/ruff check --fix-only --quiet .
	@$(VENV)/bin/ruff format .
	@if [ -n "$(TEMPLATES)" ]; then \
		$(VENV)/bin/djade --target-version 5.2 $(TEMPLATES) || true; \
		$(VENV)/bin/djhtml --tabwidth 2 $(TEMPLATES) || true; fi

system-run:
	@.ci/system-packages $(SYSTEM_PACKAGES)

system-test:
	@.ci/system-packages $(SYSTEM_PACKAGES) --browser

# The stamps hold the requirements they were made from: a second start installs nothing.
$(VENV)/run.stamp: requirements.txt
	@.ci/venv $(VENV) requirements.txt $@

$(VENV)/dev.stamp: requirements-dev.txt requirements.txt
	@.ci/venv $(VENV) requirements-dev.txt $@
