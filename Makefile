# The only list of commands. `make` alone prints it.
PYTHON ?= python3
NODEJS ?= node
NPM ?= npm
NOTEBOOK ?= notebooks/01-first-meeting.ipynb
FUZZ_SECONDS ?= 60
WORKERS ?= 2

BIN := .venv/bin
DEMO := .venv-demo
STATIC := src/notebook_meet/static
PIP := -m pip --disable-pip-version-check --quiet

# Several files of tests at a time.
AT_ONCE := -n $(WORKERS) --dist loadfile --no-loadscope-reorder

REQUIRE_PYTHON := import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12 ...")

# What the packages in js/package-lock.json ask for; js/package.json says the same.
NODE_NEEDED := Node.js 20.19, 22.13, or 23.5 or newer is needed
REQUIRE_NODE := const [major, minor] = process.versions.node.split(".").map(Number); \
  const least = { 20: 19, 22: 13, 23: 5 }[major] ?? (major > 23 ? 0 : Infinity); \
  if (minor < least) { console.error(`$(NODE_NEEDED); this is $${process.version}.`); process.exit(1); }

JS_SOURCES := $(shell find js/src js/scripts -type f ! -name '*.gen.*' 2>/dev/null) docs/protocol.schema.json
PY_SOURCES := $(shell find src/notebook_meet server_extension -type f ! -path '*/__pycache__/*' ! -path '$(STATIC)/*' 2>/dev/null)

# A stamp says: done, and nothing it was made of has changed since.
VENV := .venv/.stamp
NODE := js/node_modules/.stamp
PROTOCOL := js/node_modules/.protocol-stamp
BUNDLE := $(STATIC)/widget.js
DIST := dist/.stamp
GALLERY := test-artifacts/gallery
BROWSER := .venv/.chromium
FIREFOX := .venv/.firefox
COTURN := .venv/.coturn
# What the browser tests are told.
BROWSERS := CHROMIUM="$$(cat .venv/.chromium)" FIREFOX="$$(cat .venv/.firefox)" TURNSERVER="$$(cat .venv/.coturn)"
PEER := benchmarks/peer-server/node_modules/.stamp

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test e2e check format build bench fuzz soak screenshots lock clean

help: ## print this list
	@sed -n 's/^\([a-z0-9]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null \
	  || sed -n 's/^\([a-z0-9]*\):.*## \(.*\)/  make \1 - \2/p' $(MAKEFILE_LIST)

demo: $(DEMO)/.stamp ## open JupyterLab on the first notebook, with the built wheel installed
	@echo
	@echo "  JupyterLab opens $(NOTEBOOK) in your browser."
	@echo "  If it does not, open the address with the token that is printed below. Stop it with Ctrl-C."
	@echo
	$(DEMO)/bin/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) \
	  --ServerApp.root_dir=$(dir $(NOTEBOOK)) --LabApp.default_url=/lab/tree/$(notdir $(NOTEBOOK))

test: $(VENV) $(BUNDLE) $(BROWSER) $(FIREFOX) $(COTURN) ## every test: TypeScript, Python, real browsers
	cd js && $(NPM) run --silent test
	$(BROWSERS) $(BIN)/python -m pytest $(AT_ONCE)

e2e: $(VENV) $(BUNDLE) $(BROWSER) $(FIREFOX) $(COTURN) ## only the tests that drive a real browser
	$(BROWSERS) $(BIN)/python -m pytest -m "e2e and not soak" $(AT_ONCE)

check: $(VENV) $(NODE) $(PROTOCOL) $(BUNDLE) ## format, lint, types, layers, lock files, bundle size; changes nothing
	$(BIN)/python scripts/check_locks.py
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd js && $(NPM) run --silent check
	cd js && $(NPM) run --silent size

format: $(VENV) $(NODE) ## format the code and apply the safe fixes
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	cd js && $(NPM) run --silent format

build: $(DIST) ## the wheel and the sdist, in dist/

bench: $(VENV) $(BUNDLE) $(BROWSER) $(PEER) ## run the benchmarks again
	CHROMIUM="$$(cat $(BROWSER))" $(BIN)/python benchmarks/run.py

fuzz: $(VENV) ## fuzz the codec for FUZZ_SECONDS (60) with atheris; keeps what is new in tests/fuzz/corpus
	$(BIN)/python $(PIP) install -c constraints.txt -e '.[fuzz]'
	$(BIN)/python -m tests.fuzz.seeds .fuzz-seeds
	$(BIN)/python -m tests.fuzz.run -max_total_time=$(FUZZ_SECONDS) -max_len=70000 -artifact_prefix=tests/fuzz/corpus/ tests/fuzz/corpus .fuzz-seeds

soak: $(VENV) $(BUNDLE) $(BROWSER) $(FIREFOX) $(COTURN) ## the slow tests, with those that take too long for make test; writes benchmarks/results/soak.json
	$(BROWSERS) $(BIN)/python -m pytest -m "slow or soak" -p tests.soak_report --soak-report benchmarks/results/soak.json

screenshots: $(VENV) $(NODE) $(PROTOCOL) $(BROWSER) ## photograph every screen into test-artifacts/gallery
	CHROMIUM="$$(cat $(BROWSER))" $(BIN)/python js/tests/gallery/shoot.py $(GALLERY)
	@echo "The pictures are in $(GALLERY)."

lock: $(VENV) ## compile constraints.txt and js/package-lock.json afresh
	$(BIN)/python -m piptools compile --quiet --upgrade --all-extras --strip-extras --resolver=backtracking \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header \
	  --output-file=constraints.txt pyproject.toml
	cd js && $(NPM) install --package-lock-only
	cd benchmarks/peer-server && $(NPM) install --package-lock-only

clean: ## remove everything that make has made
	rm -rf .venv $(DEMO) dist $(STATIC) js/node_modules benchmarks/peer-server/node_modules js/src/protocol/*.gen.* \
	  .fuzz-seeds .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV): pyproject.toml constraints.txt
	@$(PYTHON) -c '$(REQUIRE_PYTHON)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python $(PIP) install -c constraints.txt -e '.[test,dev]'
	@touch $@

$(BROWSER): $(VENV) scripts/find_browser.py
	$(BIN)/python scripts/find_browser.py > $@.new
	@mv $@.new $@

$(FIREFOX): $(VENV) scripts/find_browser.py
	$(BIN)/python scripts/find_browser.py firefox > $@.new
	@mv $@.new $@

$(COTURN): $(VENV) scripts/find_coturn.py scripts/find_browser.py
	$(BIN)/python scripts/find_coturn.py > $@.new
	@mv $@.new $@

$(NODE): js/package.json js/package-lock.json js/.npmrc
	@command -v $(NODEJS) >/dev/null || { echo '$(NODE_NEEDED); it was not found.' >&2; exit 1; }
	@$(NODEJS) -e '$(REQUIRE_NODE)'
	cd js && $(NPM) ci
	@touch $@

$(PEER): $(NODE) benchmarks/peer-server/package.json benchmarks/peer-server/package-lock.json benchmarks/peer-server/.npmrc
	cd benchmarks/peer-server && $(NPM) ci
	@touch $@

$(PROTOCOL): $(NODE) js/scripts/generate-protocol.mjs js/scripts/paths.mjs docs/protocol.schema.json
	cd js && $(NPM) run --silent generate
	@touch $@

$(BUNDLE): $(NODE) $(PROTOCOL) $(JS_SOURCES)
	cd js && $(NPM) run --silent build
	@touch $@

$(DIST): $(VENV) $(BUNDLE) $(PY_SOURCES) pyproject.toml hatch_build.py README.md LICENSE
	rm -rf dist
	$(BIN)/python -m build --outdir dist .
	@touch $@

$(DEMO)/.stamp: $(BUNDLE) $(PY_SOURCES) pyproject.toml constraints.txt hatch_build.py README.md
	@$(PYTHON) -c '$(REQUIRE_PYTHON)'
	test -x $(DEMO)/bin/python || $(PYTHON) -m venv $(DEMO)
	$(DEMO)/bin/python $(PIP) install -c constraints.txt jupyterlab .
	$(DEMO)/bin/jupyter labextension disable --level=sys_prefix @jupyterlab/apputils-extension:announcements
	@touch $@
