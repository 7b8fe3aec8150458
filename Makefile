# The finder's few commands. `make help` lists them.

PORT ?= 8000
PYTHON ?= python3
DATA_DIR ?= var
SIZES ?= real 10000 100000
BIN := .venv/bin
STATIC_FILES := $(shell find opportunities/static -type f)
export PORT DATA_DIR

.DEFAULT_GOAL := help
.PHONY: help run admin test test-sqlite test-postgresql lint format bench screenshots messages lock clean

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.base $(DATA_DIR)/static/.collected  ## set everything up and serve the full catalogue (PORT=8000, DATABASE_URL=…)
	@$(BIN)/python manage.py migrate --no-input -v0
	@$(BIN)/python manage.py load_catalogue --if-changed
	@$(BIN)/python manage.py refresh_upkeep --missing -v0
	@echo
	@echo "The finder:     http://127.0.0.1:$(PORT)/"
	@echo "The admin:      http://127.0.0.1:$(PORT)/admin/   (make admin, in another window, makes an administrator)"
	@echo "To stop:        Ctrl+C"
	@echo
	@exec $(BIN)/gunicorn core.wsgi

admin: .venv/.base  ## make an administrator
	@$(BIN)/python manage.py migrate --no-input -v0
	@$(BIN)/python manage.py createsuperuser

test: test-sqlite test-postgresql  ## set everything up and run all tests

test-sqlite: .venv/.dev  ## the whole suite on SQLite, with a real browser where Chromium is installed
	$(BIN)/python -m pytest -n auto

test-postgresql: .venv/.dev  ## what touches the database, on a real PostgreSQL that is started for it
	$(BIN)/python scripts/with_postgresql.py $(BIN)/python -m pytest -n auto tests/alerts tests/curation tests/models tests/search

lint: .venv/.dev  ## style, types, layers and migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run

format: .venv/.dev  ## mend what can be mended by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev $(DATA_DIR)/static/.collected  ## measure search and the server, and write docs/benchmarks.md (SIZES="real 10000 100000 1000000")
	$(BIN)/python -m benchmarks $(SIZES)

screenshots: .venv/.dev  ## make the pictures of the documents anew
	$(BIN)/python scripts/screenshots.py

messages: .venv/.dev  ## collect the texts of the pages for translation (needs gettext) and compile the translations
	$(BIN)/python manage.py makemessages -l ja --no-location --no-obsolete -v0 -i '.venv/*' -i 'var/*' -i 'tests/*' \
	  -i 'core/*' -i 'opportunities/admin/*' -i 'opportunities/models/*' -i 'opportunities/management/*' \
	  -i 'opportunities/curation/*' -i 'templates/admin/*'
	$(BIN)/pybabel compile --domain django --directory opportunities/locale

lock: .venv/.dev  ## lock the newest allowed versions of all dependencies, with hashes
	for name in base dev; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --upgrade --custom-compile-command "make lock" requirements/$$name.in -o requirements/$$name.txt; done

clean:  ## remove what was installed and built (the database stays)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis $(DATA_DIR)/static

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make run PYTHON=python3.12")'
	$(PYTHON) -m venv .venv

.venv/.base: requirements/base.txt | .venv/bin/python
	@echo "Installing what the site needs (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

.venv/.dev: requirements/base.txt requirements/dev.txt | .venv/bin/python
	@echo "Installing what the tests need (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@ .venv/.base

$(DATA_DIR)/static/.collected: $(STATIC_FILES) requirements/base.txt | .venv/.base
	@$(BIN)/python manage.py collectstatic --no-input -v0
	@touch $@
