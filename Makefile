# Everything here sets itself up: a virtual environment in .venv with locked, hashed dependencies.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

.PHONY: demo test lint docs bench lock clean
.DEFAULT_GOAL := demo

demo: .venv/run-ready
	@$(BIN)/detente demo

test: .venv/dev-ready lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup --cov --cov-report=term

lint: .venv/dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

docs: .venv/dev-ready
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	$(BIN)/python -m sphinx -W -q -b doctest docs docs/_build/doctest
	@echo docs/_build/html/index.html

bench: .venv/dev-ready
	@for script in benchmarks/bench_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

# Needs uv (any version); writes no address of any index.
lock:
	uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header pyproject.toml -o requirements/run.txt
	uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header --extra dev pyproject.toml -o requirements/dev.txt
	uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header requirements/build.in -o requirements/build.txt

clean:
	rm -rf .venv docs/_build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage*

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up .venv (once, about a minute) ..." >&2
	@$(PYTHON) -m venv .venv

.venv/run-ready: requirements/run.txt requirements/build.txt pyproject.toml | .venv/bin/python
	@# The locks are complete: nothing is left to resolve, so pip is told not to try.
	@$(PIP) install --require-hashes --no-deps -r requirements/build.txt
	@$(PIP) install --require-hashes --no-deps -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev-ready: requirements/dev.txt .venv/run-ready
	@$(PIP) install --require-hashes --no-deps -r requirements/dev.txt
	@touch $@
