# `make` alone lists the targets. Only Python 3.11 or newer, make and git are needed; all else is installed in .venv.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help book test check serve lint lock clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

book: .venv/ready  ## build the book into _build/html
	$(BIN)/nolimits build

test: .venv/ready  ## run the whole suite, builds included
	$(BIN)/python -m pytest -n 2 --dist loadgroup --verbosity 0

check: .venv/ready  ## validate the tables
	$(BIN)/nolimits check

serve: .venv/ready  ## serve the book on this machine and rebuild on change
	$(BIN)/nolimits serve

lint: .venv/ready  ## check the code's style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lock:  ## compile requirements.txt from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --quiet --output-file requirements.txt

clean:  ## remove what was built and installed
	rm -rf _build .venv

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) or sys.version_info >= (3, 14))' || \
		{ echo "Python 3.11, 3.12 or 3.13 is needed; $(PYTHON) is $$($(PYTHON) -V): name another with PYTHON=…"; exit 1; }
	@echo "installing the pinned environment into .venv (about a minute)"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
