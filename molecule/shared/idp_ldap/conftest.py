# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""People of the directory who log in at the deployment, and the variables of the scenario for further runs."""

from __future__ import annotations

import json
import pathlib

import pytest
import urllib3
import yaml
from minio import Minio
from minio.credentials import LdapIdentityProvider

from tests.lab.ldap import entries

VARIABLES = pathlib.Path(__file__).with_name("minio.yml")


class People:
    """Whoever can log in at the first node."""

    def __init__(self, lab):
        self._address = lab.node_addresses()[0]
        self._pool = urllib3.PoolManager(ca_certs=str(lab.ca), timeout=30, retries=False)
        self._lab = lab

    def log_in(self, username, password=entries.USER_PASSWORD):
        """Return a client that works as a user of the directory; raises what the STS answers where it lets nobody in."""
        url = f"https://{self._address}"
        login = LdapIdentityProvider(url, username, password, http_client=self._pool)
        return self._client(login.retrieve())

    def refusal(self, username, password=entries.USER_PASSWORD):
        """Return the words with which the STS refuses a login; an AssertionError where it lets the user in."""
        fields = {
            "Action": "AssumeRoleWithLDAPIdentity",
            "Version": "2011-06-15",
            "LDAPUsername": username,
            "LDAPPassword": password,
        }
        answer = self._pool.request("POST", f"https://{self._address}/", fields=fields, encode_multipart=False)
        assert answer.status == 400, answer.status
        return answer.data.decode()

    def root(self):
        """Return a client that works as root."""
        return self._client(None)

    def _client(self, found):
        access_key, secret_key = (found.access_key, found.secret_key) if found else self._lab.credential
        token = found.session_token if found else None
        # who knows the region needs no right to ask for it
        return Minio(
            self._address, access_key, secret_key, session_token=token, region="us-east-1", http_client=self._pool
        )


@pytest.fixture(scope="session")
def people(lab):
    """Return whoever can log in."""
    return People(lab)


@pytest.fixture(scope="session")
def play(lab):
    """Return a function that runs a playbook with the variables of the scenario, and further ones over them."""

    def run(*options, playbook="hardening.minio.secure_minio", environment=None, **variables):
        own = yaml.safe_load(VARIABLES.read_text())
        return lab.play(playbook, *options, variables={**own, **variables}, environment=environment).finish()

    return run


@pytest.fixture(scope="session")
def known(lab):
    """Return what is known of the directory: settings of MinIO, CA, its service, and how it refuses what comes in clear."""
    return json.loads((lab.home / "ldap.json").read_text())


@pytest.fixture(scope="session")
def directory(lab):
    """Return a function that runs a command on the host of the directory."""
    return lambda command: lab.on(lab.hosts("kms")[0], command)
