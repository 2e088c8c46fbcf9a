# Every target makes what it needs: a fresh machine with Python 3.11 or newer and make is enough. Where there is npm, the
# tests run clients from there too.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE := tests/clients/node
NODE_READY := $(NODE)/node_modules/.ready
SERVE ?=

.PHONY: serve test soak check bench docs gateway clean

serve: $(READY)  ## all gateways on loopback; SERVE="--port 9000" passes options on
	$(BIN)/mock-gateway serve $(SERVE)

test: $(READY) $(NODE_READY)  ## the whole suite
	$(BIN)/python -m pytest -n auto --cov --cov-report=term --cov-fail-under=$(COVERED) $(PYTEST)

soak: $(READY) $(NODE_READY)  ## the proofs of the strategies, with eight times as many examples
	STRATEGY_EXAMPLES=200 $(BIN)/python -m pytest -n auto tests/strategies $(PYTEST)

check: $(READY)  ## format, lint, types, layers, data
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/mock-gateway check
	$(BIN)/python docs/build.py --check

bench: $(READY)  ## costs, as ratios measured in one run
	$(BIN)/python benchmarks/answer.py
	$(BIN)/python benchmarks/pages.py
	$(BIN)/python benchmarks/strategies.py
	$(BIN)/python benchmarks/corpus.py

docs: $(READY)  ## write the generated pages anew
	$(BIN)/python docs/build.py

gateway: $(READY)  ## the furniture of a new gateway: make gateway NAME=x
	$(BIN)/mock-gateway new $(NAME)

clean:
	rm -rf $(VENV) $(NODE)/node_modules .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .coverage .coverage.*

# Branch coverage of the package; raised when it rises, never lowered.
COVERED := 96

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[test,dev]'
	touch $@

$(NODE_READY): $(NODE)/package-lock.json
	if command -v npm >/dev/null; then npm ci --prefix $(NODE) --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@; fi
