# Everything a developer or a newcomer runs. `make demo` and `make test` need only python3 (3.11 or newer, with venv).
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check fmt lock clean

demo: .venv/ready
	@$(BIN)/page-watchdog demo

test: .venv/ready-dev
	$(BIN)/python -m pytest -n 2 -q

check: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: .venv/ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys, venv; sys.version_info >= (3, 11) or sys.exit("page-watchdog needs Python 3.11 or newer")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the pinned libraries into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.lock
	@echo "Installing the pinned development tools into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# The locks hold versions and hashes and no index address. Needs uv.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --no-header pyproject.toml --group build -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --no-header pyproject.toml --group build --group training --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv build dist demo-output
