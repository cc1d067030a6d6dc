# The front door. `make demo` and `make test` do everything on a fresh Debian 12, installs included.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
FUZZ_SECONDS ?= 60
FUZZ_RUNS ?= 100000
LINT_SECONDS ?= 360
TARGET ?=
# Ninja draws its progress on a terminal and is silent in a log.
build_preset = echo "building $(1)…" >&2; \
  cmake --preset $(1) --log-level=NOTICE > /dev/null; \
  if [ -t 1 ]; then quiet=; else quiet=--quiet; fi; \
  cmake --build --preset $(1) $(if $(2),--target $(2)) -- $$quiet

.DEFAULT_GOAL := help
.PHONY: help demo build test test-asan test-tsan e2e bench bench-full fuzz lint lint-all format docs clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

demo: build ## appraise the sample fleet; leaves build/demo/
	@tools/demo.sh

build: ## the programs, optimised, in build/release/bin/
	@deps/install.sh build
	@$(call build_preset,release)

test: ## all tests
	@deps/install.sh build test
	@$(call build_preset,dev)
	@tools/run-ctest.sh dev -LE e2e

test-asan: ## all tests under the address and undefined-behaviour sanitizers
	@deps/install.sh build test
	@$(call build_preset,asan)
	@tools/run-ctest.sh asan -LE 'e2e|house|compile_fail'

test-tsan: ## all tests under the thread sanitizer
	@deps/install.sh build test
	@$(call build_preset,tsan)
	@tools/run-ctest.sh tsan -LE 'e2e|house|compile_fail'

e2e: ## tests that need a whole system around them
	@deps/install.sh build test e2e
	@$(call build_preset,dev)
	@tools/run-ctest.sh dev -L e2e

bench: build ## measures; writes build/bench.json, at most 20 minutes
	@deps/install.sh bench
	@build/release/bin/assay-bench --json build/bench.json

bench-full: build ## the same on larger inputs
	@deps/install.sh bench
	@build/release/bin/assay-bench --full --json build/bench-full.json

fuzz: ## each fuzzer: FUZZ_RUNS=100000, FUZZ_SECONDS=60 at most; or one: TARGET=fuzz_ima
	@deps/install.sh build fuzz
	@$(call build_preset,fuzz,$(TARGET))
	@FUZZ_SECONDS=$(FUZZ_SECONDS) FUZZ_RUNS=$(FUZZ_RUNS) tools/fuzz.sh $(TARGET)

lint: ## house rules; clang-tidy (LINT_SECONDS=360 at most) and layout of what changed
	@deps/install.sh build test lint
	@LINT_SECONDS=$(LINT_SECONDS) tools/lint.sh

lint-all: ## the same for every file
	@deps/install.sh build test lint
	@tools/lint.sh --all

format: ## lays out every source file
	@deps/install.sh lint
	@git ls-files -co --exclude-standard '*.h' '*.cpp' | xargs -r clang-format-19 -i

docs: build ## runs the commands that the documents show, and writes what they print into them
	@tools/regen-docs.sh

clean: ## removes build/
	@rm -rf build
