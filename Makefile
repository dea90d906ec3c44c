# Everything runs in .venv, made from constraints.txt, so every machine gets the same versions.
VENV := .venv
PYTHON ?= python3
STAMP := $(VENV)/.installed
BESIDE := tests/app tests/corpus
BENCH_STAMP := $(VENV)/.installed-bench

.PHONY: run test format bench clean

run: $(STAMP)
	$(VENV)/bin/nigao serve --samples

test: $(STAMP)
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	@mkdir -p .cache
	@# Two lanes of about the same length; what runs in the one beside is told after the other.
	$(VENV)/bin/pytest $(BESIDE) > .cache/tests-beside.log 2>&1 & beside=$$!; \
	$(VENV)/bin/pytest $(BESIDE:%=--ignore=%); others=$$?; \
	wait $$beside; beside=$$?; cat .cache/tests-beside.log; exit $$((beside || others))

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
