# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""People of the provider who log in at the deployment, and the variables of the scenario for further runs."""

from __future__ import annotations

import json
import pathlib

import pytest
import yaml

from tests.lab import openid
from tests.lab.openid.people import People

VARIABLES = pathlib.Path(__file__).parents[1] / "group_vars" / "minio.yml"


@pytest.fixture(scope="session")
def people(lab):
    """Return whoever can log in."""
    return People(lab)


@pytest.fixture(scope="session")
def variables(lab):
    """Return the variables of the scenario."""
    return yaml.safe_load(VARIABLES.read_text())


@pytest.fixture
def providers(lab):
    """Return the providers as the scenario declares them."""
    return json.loads((lab.home / "openid.json").read_text())["providers"]


@pytest.fixture(scope="session")
def play(lab, variables):
    """Return a function that starts a playbook with the variables of the scenario, and further ones over them."""

    def run(*options, playbook="hardening.minio.secure_minio", environment=None, **further):
        return lab.play(playbook, *options, variables={**variables, **further}, environment=environment)

    return run


@pytest.fixture
def audit(lab, play):
    """Return a function that runs the audit and returns its report."""

    def run():
        path = lab.home / "audit.json"
        path.unlink(missing_ok=True)
        play(playbook="hardening.minio.audit_minio", environment={"MINIO_CHECKLIST_REPORT": str(path)}).finish()
        return json.loads(path.read_text())

    return run


@pytest.fixture(scope="session")
def provider(lab):
    """Return a function that runs a command on the host of the provider."""
    return lambda command: lab.on(openid.host(lab), command)
