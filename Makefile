# Everything runs in .venv, made from constraints.txt, so every machine gets the same versions.
VENV := .venv
PYTHON ?= python3
STAMP := $(VENV)/.installed
BENCH_STAMP := $(VENV)/.installed-bench

.PHONY: run test format bench clean

run: $(STAMP)
	$(VENV)/bin/nigao serve --samples

test: $(STAMP)
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	@mkdir -p .cache
	@# A browser mostly waits: its tests run beside the others, and are told after them.
	$(VENV)/bin/pytest tests/app > .cache/browser-tests.log 2>&1 & browser=$$!; \
	$(VENV)/bin/pytest --ignore=tests/app; others=$$?; \
	wait $$browser; browser=$$?; cat .cache/browser-tests.log; exit $$((browser || others))

format: $(STAMP)
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

# ARGUMENTS="query --sizes 100000" and the like: see tests/bench.
bench: $(BENCH_STAMP)
	$(VENV)/bin/python -m tests.bench $(ARGUMENTS)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --upgrade pip
	$(VENV)/bin/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $(STAMP)

$(BENCH_STAMP): $(STAMP)
	$(VENV)/bin/python -m pip install --quiet --constraint constraints.txt --editable ".[bench]"
	touch $(BENCH_STAMP)

clean:
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
