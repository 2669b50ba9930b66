# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make demo       a lab of real hosts, secured in front of you, and the report of it
# make test       every check that a change needs
# make test-all   every check there is
# make bench      what a run costs and what clients notice of it, measured on a lab of its own
# make clean      remove the labs
#
# Runs as root on Debian 12. Downloads are kept in $(CACHE); build/ holds what a run leaves.

CACHE ?= $(or $(HARDENING_MINIO_CACHE),$(HOME)/.cache/hardening.minio)
VENV := $(CACHE)/venv-main
PYTHON := $(VENV)/bin/python
SCENARIOS := default
ALL_SCENARIOS := default cluster existing baddays

export HARDENING_MINIO_CACHE := $(CACHE)
export PATH := $(VENV)/bin:$(PATH)
export ANSIBLE_COLLECTIONS_PATH := $(CURDIR)/build/collections
export MOLECULE_GLOB := molecule/*/molecule.yml
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: demo test test-all static unit integration molecule molecule-all bench setup clean

setup:
	tests/setup "$(VENV)"

demo: setup
	tests/demo

test: static unit integration molecule

test-all: static unit integration molecule-all

static: setup
	tests/static

unit: setup
	$(PYTHON) -m pytest -q tests/unit

integration: setup
	$(PYTHON) -m pytest -q tests/integration

molecule: setup
	tests/scenarios $(SCENARIOS)

# every violation of the scenario cluster, also those that need a restart of MinIO
molecule-all: export HARDENING_MINIO_VIOLATIONS := all
molecule-all: setup
	tests/scenarios $(ALL_SCENARIOS)

bench: setup
	$(PYTHON) -m tests.bench

clean:
	$(PYTHON) -m tests.lab clean
	rm -rf build
