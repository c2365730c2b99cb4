# The commands of the README. `make run` and `make test` set up everything that they need.

PYTHON ?= python3
PORT ?= 7860
ARCHIVE ?= archive
BIN = .venv/bin
export HF_HUB_OFFLINE = 1
export GRADIO_ANALYTICS_ENABLED = False
export PYTHONDONTWRITEBYTECODE =

.PHONY: run test check lint format types tests bench constraints clean

run: $(ARCHIVE)/.indexed ## install, index the sample minutes, serve the page
	$(BIN)/svarpunkt serve --archive $(ARCHIVE) --host 127.0.0.1 --port $(PORT)

test: .venv/.installed-dev ## install with what the tests need, then every check
	$(MAKE) check

check: lint format types tests ## every check, with what is installed

lint:
	$(BIN)/ruff check .

format:
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

# Two processes at most; one thread each, so that they do not fight over the cores.
# Which files are begun first is said in tests/conftest.py.
tests:
	OMP_NUM_THREADS=1 $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

bench: ## the figures of docs/operations.md (some minutes)
	$(BIN)/python -m bench.run

# The stamps say what is installed and indexed, so that a second run does neither again.
# What is imported is compiled then, and kept: pip would compile all 23,000 files, half of its time.
INSTALL = $(BIN)/python -m pip install --disable-pip-version-check -q --no-compile -c constraints.txt

.venv/.installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(INSTALL) -e .
	touch $@

.venv/.installed-dev: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(INSTALL) -e '.[dev,mcp,model]'
	touch .venv/.installed $@

$(ARCHIVE)/.indexed: .venv/.installed $(wildcard sample/referater/*)
	$(BIN)/svarpunkt index sample/referater --archive $(ARCHIVE)
	touch $@

constraints: ## write constraints.txt anew from what is installed
	sed -n '/^#/p' constraints.txt > constraints.new
	$(BIN)/python -m pip freeze --exclude-editable | grep -E '^[A-Za-z0-9_.-]+==' \
		| sed -E 's/\+[a-z0-9.]+$$//' | LC_ALL=C sort -f >> constraints.new
	mv constraints.new constraints.txt

clean: ## what can be made again, except the archive
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
