# Everything a fresh machine needs. `make` lists the targets; each does its own set-up.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps
TOOLS := .venv-tools

# A Python that is named (make PYTHON=…) and is not the one that the environment was made with: it is made anew.
VERSION_OF = $(shell $(1) -c "import sys; print('%d.%d' % sys.version_info[:2])" 2>/dev/null)
ifneq ($(origin PYTHON),file)
ANEW := $(if $(filter $(call VERSION_OF,$(PYTHON)),$(call VERSION_OF,$(BIN)/python)),,--clear)
endif

# What WeasyPrint loads (its documentation's list), asked of the loader itself.
PANGO_LOADS := $(PYTHON) -c "import ctypes, sys; \
	end = '.dylib' if sys.platform == 'darwin' else '.so.0'; \
	[ctypes.CDLL('lib' + name + end) for name in ('pango-1.0', 'pangoft2-1.0', 'harfbuzz', 'harfbuzz-subset')]" 2>/dev/null

.DEFAULT_GOAL := help
.PHONY: help demo sample test check messages bench lock release audit setup setup-dev pango counterparts clean $(if $(ANEW),$(VENV)/.run)

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/' | expand -t 16

demo: setup ## the sample organisation's reports, in demo-run/
	@$(BIN)/reporter demo --out demo-run

sample: setup ## the demo's documents into docs/sample/, where README leads to
	@$(BIN)/reporter demo --out demo-run >/dev/null
	@mkdir -p docs/sample
	@cp demo-run/report.pdf demo-run/report.xlsx demo-run/report.html demo-run/guidance.pdf docs/sample/
	@cp "$$(grep -l 'Subject:.*what we ask' demo-run/mail/remediation/*.eml | head -1)" docs/sample/mail.eml
	@chmod 644 docs/sample/*

# Each core has a worker of its own, so Polars gets one thread in it: a tenth quicker.
test: setup-dev ## the tests
	@POLARS_MAX_THREADS=1 $(BIN)/pytest

check: setup-dev ## what CI checks beside the tests: style, types, floors
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/zizmor --offline --no-progress --quiet --pedantic .github/workflows
	@$(BIN)/jactionlint --shellcheck= .github/workflows/*.yml

messages: setup-dev ## the templates' sentences into templates/wording/*.po, to be translated there
	@catalogue=$$(mktemp) && trap 'rm -f "$$catalogue"' EXIT && \
	$(BIN)/pybabel --quiet extract --mapping-file=pyproject.toml --sort-by-file --add-location=file \
		--output-file="$$catalogue" . && \
	for file in templates/wording/*.po; do \
		$(BIN)/pybabel --quiet update --input-file="$$catalogue" --output-file="$$file" \
			--locale="$$(basename "$$file" .po)" --width=120 --ignore-obsolete --ignore-pot-creation-date || exit 1; \
	done

bench: setup-dev ## what takes time or memory, as ratios in one run
	@for name in million hostile pdf page mails workbook; do echo "$$name:"; $(BIN)/python -m tests.benchmarks.$$name || exit 1; done
	@$(BIN)/python -m tests.benchmarks.workbook --open

lock: $(TOOLS)/.ready ## the locks, from pyproject.toml; UPGRADE=1 takes what is newest
	@compile="$(TOOLS)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)"; \
	$$compile pyproject.toml --group build -o requirements.lock && \
	$$compile pyproject.toml --all-extras --group dev -c requirements.lock -o requirements-dev.lock && \
	$$compile --group tools -o requirements-tools.lock

release: setup-dev ## wheel and sdist in dist/, proved in an environment of their own, with checksums
	@.ci/release

audit: $(TOOLS)/.ready ## known holes in what a run is locked to, and its bill of materials in dist/
	@$(TOOLS)/bin/python .ci/audit.py

# What a user needs. Changed when the lock or the project's metadata change, so that a second run takes no time.
setup: pango $(VENV)/.run

# And what a developer needs, into the same environment: the locks agree.
setup-dev: pango $(VENV)/.dev

$(VENV)/.run: requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
		{ echo "error: Python 3.11 or newer is needed; try: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV) (once, about half a minute) …"
	@$(PYTHON) -m venv $(ANEW) $(VENV)
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "Adding what developers need to $(VENV) (once, about a minute) …"
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

# Apart from the program: what locks and audits it must not be able to change it.
$(TOOLS)/.ready: requirements-tools.lock
	@$(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
		-r requirements-tools.lock
	@touch $@

# Pango comes from the machine's package manager, where we may use it. Nothing is written before this holds.
pango:
	@$(PANGO_LOADS) || { \
		if [ "$$(id -u)" = 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo -n"; else as=no; fi; \
		if [ "$$as" != no ] && command -v apt-get >/dev/null; then \
			echo "Installing Pango …"; \
			{ $$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
				--no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; } >/dev/null; \
		elif [ "$$as" != no ] && command -v dnf >/dev/null; then \
			echo "Installing Pango …"; $$as dnf install -y -q pango >/dev/null; \
		elif command -v brew >/dev/null; then \
			echo "Installing Pango …"; brew install --quiet pango >/dev/null; \
		fi; \
		$(PANGO_LOADS); \
	} || { echo "error: Pango is missing; type: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" >&2; \
		exit 1; }

counterparts: ## what the marked tests run against: Chromium, LibreOffice, PostgreSQL; they are skipped without
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-calc"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	if [ -n "$$missing" ]; then \
		if [ "$$(id -u)" = 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo -n"; else as=no; fi; \
		if [ "$$as" != no ] && command -v apt-get >/dev/null; then \
			echo "Installing$$missing …"; \
			{ $$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
				--no-install-recommends $$missing; } >/dev/null; \
		else \
			echo "error: these are missing; type: sudo apt-get install$$missing" >&2; exit 1; \
		fi; \
	fi

clean: ## remove what the targets made
	@rm -rf $(VENV) $(TOOLS) demo-run dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
