# The project's commands. What they do stands in .ci/install and in xtask; here is only which of them, in which order.

SHELL := /bin/bash
.DEFAULT_GOAL := run
.PHONY: run dev build test check bench tools tools-test

CRATES := -p server -p app -p backend -p billing -p sandbox -p xtask
BROWSER := --target wasm32-unknown-unknown

# Compiler flags come from .cargo/config.toml alone: server and browser must be compiled with the same ones.
unexport RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_RUSTFLAGS
# Macros inside dependencies would read it.
unexport DATABASE_URL
export CARGO_TARGET_DIR := $(CURDIR)/target

# The portal with its demo data, as it would run in earnest: http://127.0.0.1:3000, see Leptos.toml.
run: build
	target/release/kontor serve

# The same from a debug build, which compiles in seconds after an edit.
dev: tools
	cargo build -p server
	cargo xtask site
	target/debug/kontor serve

build: tools
	cargo build --release -p server
	cargo xtask site --release

# Every test there is, on both databases and in the browser. The last line is the count.
test: tools-test
	@cargo xtask test

# Form, lints, and the borders between the crates.
check: tools
	cargo fmt --all -- --check
	cargo clippy $(CRATES) --all-targets -- -D warnings
	set -e; for door in $$(cargo xtask doors); do cargo clippy -p frontend --features $$door $(BROWSER) -- -D warnings; done
	cargo xtask arrows
	cd end2end && npx --no-install tsc --noEmit

bench: tools-test
	cargo build --release -p server
	cargo xtask site --release
	@cargo xtask bench

# Installs what is missing for building; nothing when nothing is.
tools:
	@.ci/install run

# The same for tests: a browser and PostgreSQL besides.
tools-test:
	@.ci/install test
