# hlmgraph: `make run` sets everything up, builds the graph and asks it a question.
# A bare machine needs Python 3.11 or later with venv, git and make; the network is used for packages only.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run build check lint format test notebooks bench wheel lock clean

# The Python that makes .venv; by default the first of python3, python3.13, … that is recent enough.
PYTHON   ?=
# What `make run` asks: a name of queries/*.rq, then any options of `hlmgraph query`.
QUESTION ?= accords-avec-sdis
# What pytest is given, as in: make test ARGS="-n 0 -k ids"
ARGS     ?=
# Set to take the newest versions that pyproject.toml allows: make lock UPGRADE=1
UPGRADE  ?=

BIN  := .venv/bin
PIP  := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps
LOCK := requirements/lock.txt
# The part of the lock that builds packages. It goes first, so that nothing is ever built with unlocked tools.
BACKENDS := requirements/backends.txt

help: ## list the targets
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/p' Makefile | expand -t 16

# Two stamps, compared by content: one for the environment, one for the project in it. A stamp is removed before
# the work it stands for and written after, so that a setup which was killed starts that work afresh.
define SETUP
set -euo pipefail
fail() { printf 'make setup: %s\n' "$$1" >&2; exit 1; }
recent() { "$$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

if command -v flock >/dev/null; then exec 9<Makefile; flock 9; fi

wanted='$(PYTHON)'
environment=$$(cat $(BACKENDS) $(LOCK) | cksum; pwd -P)
if [ "$$(cat .venv/environment.stamp 2>/dev/null)" != "$$environment" ] || ! $(BIN)/python -c '' 2>/dev/null \
	|| { [ -n "$$wanted" ] && [ "$$("$$wanted" -V 2>&1)" != "$$($(BIN)/python -V)" ]; }
then
	candidates=(python3 python3.13 python3.12 python3.11 python3.14)
	if [ -n "$$wanted" ]; then candidates=("$$wanted"); fi
	found=
	for candidate in "$${candidates[@]}"; do
		if recent "$$candidate"; then found=$$candidate; break; fi
	done
	[ -n "$$found" ] || fail "no Python 3.11 or later, looked for: $${candidates[*]}. Name one: make setup PYTHON=python3.12"
	"$$found" -c 'import ensurepip, venv' 2>/dev/null \
		|| fail "$$found has no venv module. On Debian and Ubuntu: apt-get install python3-venv"
	echo "Setting up .venv with $$("$$found" -V), about a minute, once"
	rm -rf .venv
	"$$found" -m venv .venv
	$(PIP) --require-hashes -r $(BACKENDS)
	$(PIP) --require-hashes --no-build-isolation -r $(LOCK)
	printf '%s\n' "$$environment" > .venv/environment.stamp
fi

project=$$(cksum < pyproject.toml)
if [ "$$(cat .venv/project.stamp 2>/dev/null)" != "$$project" ]; then
	rm -f .venv/project.stamp
	$(PIP) --no-build-isolation -e .
	printf '%s\n' "$$project" > .venv/project.stamp
fi
endef
export SETUP

setup: ## make .venv: the locked packages and the project (PYTHON=… to choose)
	@bash -c "$$SETUP"

run: setup ## build the graph and ask it a question (QUESTION=… to choose)
	@$(BIN)/hlmgraph build
	@$(BIN)/hlmgraph query $(QUESTION)

build: setup ## build the graph into build/
	@$(BIN)/hlmgraph build

check: lint test ## lint, then test

lint: setup ## ruff and mypy
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

format: setup ## mend what ruff can mend
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

test: setup ## the tests, two at a time (ARGS=… for pytest)
	@$(BIN)/pytest -n 2 --dist loadfile $(ARGS)

notebooks: setup ## run the notebooks on a fresh build, and store what they answer
	@$(BIN)/python tests/run_notebooks.py

bench: setup ## measure, and write docs/bench.md (SCALE=small or large for invented graphs too)
	@$(BIN)/python tests/bench/run.py --scale $(or $(SCALE),none)

wheel: setup ## sdist, and the wheel made from it, into dist/
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation

# A resolver of a known version, in a venv of its own, that reads nobody's configuration. What it writes holds names,
# versions and hashes, and no address.
COMPILE := .lock-venv/bin/uv pip compile -q --no-config --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-header --no-annotate $(if $(UPGRADE),--upgrade)

lock: setup ## write requirements/ anew from pyproject.toml (UPGRADE=1 for newer versions)
	@[ -x .lock-venv/bin/uv ] || { $(BIN)/python -m venv .lock-venv && .lock-venv/bin/pip install -qq uv==0.13.9; }
	@$(COMPILE) pyproject.toml --all-extras --group dev -o $(LOCK)
	@$(COMPILE) --group backends -c $(LOCK) -o $(BACKENDS)
	@! grep -nE '://|^-|@ ' $(LOCK) $(BACKENDS)

clean: ## remove what was built and cached; .venv stays
	@rm -rf build dist .lock-venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find src tests -name __pycache__ -prune -exec rm -rf {} +
