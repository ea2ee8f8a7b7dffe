# `make` alone lists the targets. Only Python 3.11 or newer, make and git are needed; all else is installed in .venv.
PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadgroup --verbosity 0

# builds and tests start many processes, which need not compile the same code again
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help book test test-quick test-full check serve publish lint browser docs mutants lock clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

book: .venv/ready  ## build the book into _build/html
	$(BIN)/nolimits build --pdf

test: .venv/ready browser  ## run the suite, builds included
	$(PYTEST) -m "not full"

test-quick: .venv/ready  ## run what takes two minutes: no build, no browser, no notebook
	$(PYTEST) -m "not full and not build and not slow"

test-full: .venv/ready browser  ## run everything, what takes long included
	$(PYTEST)

check: .venv/ready  ## validate the tables and proofread the prose
	$(BIN)/nolimits check

serve: .venv/ready  ## serve the book on this machine and rebuild on change
	$(BIN)/nolimits serve

publish: .venv/ready browser  ## lay the newest edition into a site: SITE=DIR
	$(BIN)/nolimits publish $(SITE)

lint: .venv/ready  ## check the code's style and its types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy nolimits benchmarks

browser: .venv/ready  ## see to it that there is a Chromium, which prints the PDFs and opens pages in the suite
	@$(BIN)/python -m nolimits.takeaway.print.browser

docs: .venv/ready  ## write what follows from the code: parts of docs/, codemeta.json, .zenodo.json
	$(BIN)/python docs/write.py

mutants: .venv/ready  ## plant small faults in the core, drawn at random, and count those that the unit tests see
	$(BIN)/python tests/mutants.py

lock:  ## compile requirements.txt from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-strip-extras --no-annotate --no-header --quiet --output-file requirements.txt

clean:  ## remove what was built and installed
	rm -rf _build .venv mutants

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) or sys.version_info >= (3, 14))' || \
		{ echo "Python 3.11, 3.12 or 3.13 is needed; $(PYTHON) is $$($(PYTHON) -V): name another with PYTHON=…"; exit 1; }
	@echo "installing the pinned environment into .venv (about a minute)"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
