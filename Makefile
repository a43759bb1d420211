# Every target works in a fresh clone: .venv is made and filled when it is missing or pyproject.toml changed.
SHELL := /bin/bash
PY := .venv/bin/python
SOURCES := pipeline cli.py tests

.PHONY: demo test test-all lint format bench bench-scale docs clean

demo: .venv/.ready
	@.venv/bin/hetong demo

test: .venv/.dev
	@$(PY) -m pytest -q -n 2 -m "not slow"

test-all: .venv/.dev
	@$(PY) -m pytest -q -n 2

lint: .venv/.dev
	$(PY) -m ruff check $(SOURCES)
	$(PY) -m ruff format --check $(SOURCES)
	$(PY) -m mypy
	.venv/bin/lint-imports

format: .venv/.dev
	$(PY) -m ruff check --fix-only $(SOURCES)
	$(PY) -m ruff format $(SOURCES)

bench: .venv/.dev
	@$(PY) -m tests.bench

# About 12 minutes on two quiet processors: 100,000 contracts, 5,000 with PDF, engines against each other.
bench-scale: .venv/.dev
	@BENCH=full $(PY) -m tests.bench --note benchmarks/README.md batches

docs: .venv/.dev
	@$(PY) -m pipeline.checks.documentation > docs/checks.md

clean:
	rm -rf .venv build dist *.egg-info demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/.ready: pyproject.toml .ci/venv
	@bash .ci/venv .
	@touch $@

.venv/.dev: pyproject.toml .ci/venv
	@bash .ci/venv '.[dev]'
	@touch $@ .venv/.ready
