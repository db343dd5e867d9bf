# Two commands matter: `make run` and `make test`. Everything lives in .venv and in the cache folder (CHATBOT_CACHE).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: run test test-slow check bench clean help

help:  ## show what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/' | column -t -s:

run: $(VENV)/installed  ## install, fetch and build what is missing, then serve the chat
	$(BIN)/chatbot serve

test: $(VENV)/installed-test  ## run the whole suite but the slow tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not slow"

test-slow: $(VENV)/installed-test  ## run the tests that take minutes
	$(BIN)/python -m pytest -m slow

check: $(VENV)/installed-test  ## lint, types, import layers, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check chatbot app.py tests
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_architecture.py
	$(MAKE) test

bench: $(VENV)/installed  ## compare the engines on this machine, llama.cpp too once `pip install xllamacpp` was done
	$(BIN)/chatbot bench --json bench.json

clean:  ## remove the environment and build leftovers; fetched data and your database stay
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(INSTALL) -e .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(INSTALL) -e '.[test]'
	@touch $@
