# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make demo       a lab of real hosts, secured in front of you, and the report of it
# make test       every check that a change needs
# make test-all   every check there is
# make bench      what a run costs and what clients notice of it, measured on a lab of its own
# make matrix     unit tests and ansible-test sanity on every ansible-core that is supported
# make clean      remove the labs
#
# Runs as root on Debian 12. Downloads are kept in $(CACHE); build/ holds what a run leaves.

CACHE ?= $(or $(HARDENING_MINIO_CACHE),$(HOME)/.cache/hardening.minio)
VENV := $(CACHE)/venv-main
PYTHON := $(VENV)/bin/python
# the longest first, as they run two at a time
SCENARIOS := cluster existing kms_aws idp_openid settings default
ALL_SCENARIOS := cluster baddays kms_vault kms_azure kms_gcp kms_fortanix kms_ciphertrust existing kms_aws idp_ad idp_ldap idp_openid credentials settings one_host default
LANES := 2
# as tests/environments names them; ansible-test of 2.21 takes no Python that Debian 12 has
CORES := main 2.16 2.18 2.21
SANITY_CORES := main 2.16 2.18
# waits for timers of KES most of the time: its tests run side by side
KES_BACKENDS := tests/integration/test_kes_backends.py

export HARDENING_MINIO_CACHE := $(CACHE)
export PATH := $(VENV)/bin:$(PATH):/usr/sbin:/sbin
export ANSIBLE_COLLECTIONS_PATH := $(CURDIR)/build/collections
export MOLECULE_GLOB := molecule/*/molecule.yml
# compiled once, and not between the sources
export PYTHONPYCACHEPREFIX := $(CACHE)/pycache
unexport PYTHONDONTWRITEBYTECODE
# git works for root in a checkout of somebody else's
export GIT_CONFIG_COUNT := 1
export GIT_CONFIG_KEY_0 := safe.directory
export GIT_CONFIG_VALUE_0 := *

SCENARIO_TARGETS := $(ALL_SCENARIOS:%=scenario-%)

.PHONY: demo test test-all matrix static unit integration molecule molecule-all bench setup clean $(SCENARIO_TARGETS)

setup:
	tests/setup "$(VENV)"

demo: setup
	tests/demo

test: static unit integration molecule

test-all: static matrix integration molecule-all

matrix: unit
	tests/environments $(SANITY_CORES) > /dev/null
	set -e; for core in $(SANITY_CORES); do tests/stage "ansible-test sanity, $$core" tests/sanity $$core; done

static: setup
	tests/static
	tests/stage "environment galaxy" tests/environments galaxy
	tests/stage "artifact" $(PYTHON) -m pytest -q -n 2 --dist worksteal tests/artifact
	tests/stage "ansible-test sanity, main" tests/sanity main

unit: setup
	tests/matrix $(CORES)

integration: setup
	tests/stage "environment doubles" tests/environments doubles
	tests/stage "doubles" $(CACHE)/venv-doubles/bin/python -m pytest -q -n 4 --dist loadfile tests/doubles
	tests/stage "integration" $(PYTHON) -m pytest -q -n 3 --dist loadfile --ignore $(KES_BACKENDS) tests/integration
	tests/stage "integration, KES and its backends" $(PYTHON) -m pytest -q -n 8 --dist worksteal $(KES_BACKENDS)

# side by side, also after one has failed
molecule:
	$(MAKE) --no-print-directory --keep-going --jobs=$(LANES) --output-sync=target $(SCENARIOS:%=scenario-%)

# every violation of the scenario cluster, not only one for each check and kind of restart
molecule-all: export HARDENING_MINIO_VIOLATIONS := all
molecule-all:
	$(MAKE) --no-print-directory --keep-going --jobs=$(LANES) --output-sync=target $(SCENARIO_TARGETS)

# plain lines: without colours, frames and wrapping
$(SCENARIO_TARGETS): export NO_COLOR := 1
$(SCENARIO_TARGETS): export ANSIBLE_FORCE_COLOR := 0
$(SCENARIO_TARGETS): export MOLECULE_COMMAND_BORDERS := false
$(SCENARIO_TARGETS): export COLUMNS := 200
$(SCENARIO_TARGETS): scenario-%: setup
	@tests/stage "scenario $*" molecule test --scenario-name $*

bench: setup
	$(PYTHON) -m tests.bench

clean:
	$(PYTHON) -m tests.lab clean
	rm -rf build
