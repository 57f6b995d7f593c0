PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo check test bench compare fuzz clean

$(VENV)/installed: pyproject.toml $(wildcard plugins/*/pyproject.toml)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]' $(foreach plugin,$(wildcard plugins/*),--editable $(plugin))
	touch $@

demo: $(VENV)/installed
	$(BIN)/gipaudit audit docs/examples --ruleset shandong --fail-on never

check: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy $(wildcard plugins/*/src)
	$(BIN)/lint-imports

test: $(VENV)/installed
	$(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder --benchmark-disable

bench: $(VENV)/installed
	$(BIN)/pytest tests/benchmarks --benchmark-only

compare: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[compare]'
	$(BIN)/pytest tests/benchmarks/test_validators.py --benchmark-only

TARGETS := text markdown html docx docx-part pdf ofd ofd-part any
SECONDS := 600

fuzz: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	for target in $(TARGETS); do PYTHONPATH=tests $(BIN)/python -m fuzz.run $$target $(SECONDS) || exit; done

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
