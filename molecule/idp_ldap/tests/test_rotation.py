# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Another password for the account that looks up users, which the directory takes beside the old one for a while."""

from __future__ import annotations

import json

import pytest
import urllib3
import yaml
from minio.credentials import LdapIdentityProvider

from tests.lab.hosts import TREE
from tests.lab.ldap import entries, openldap

NEW = "planted-another-lookup-password"
OWN = yaml.safe_load((TREE / "molecule" / "shared" / "idp_ldap" / "minio.yml").read_text())


@pytest.fixture
def change(lab):
    """Return a function that adds or deletes a password of the account."""

    def change(operation, password):
        ldif = f"dn: {entries.LOOKUP}\nchangetype: modify\n{operation}: userPassword\nuserPassword: {password}\n"
        tool = f"ldapmodify -x -H ldaps://localhost -D '{openldap.ADMIN}' -y /etc/ldap/admin"
        lab.on(lab.hosts("kms")[0], f"LDAPTLS_CACERT={openldap.CA} {tool}", ldif)

    return change


@pytest.fixture
def rotate(lab):
    """Return a function that rotates, with a password of the account in the inventory."""

    def rotate(password, *options):
        settings = {**json.loads((lab.home / "ldap.json").read_text())["settings"], "lookup_bind_password": password}
        run = lab.play(
            "hardening.minio.rotate_credentials", *options, variables={**OWN, "minio_idp_ldap": settings}
        ).finish()
        assert NEW not in run.output and entries.LOOKUP_PASSWORD not in run.output
        return run

    return rotate


@pytest.fixture
def log_in(lab):
    """Return a function that logs in as a user of the directory at every node; it raises where one lets nobody in."""
    pool = urllib3.PoolManager(ca_certs=str(lab.ca), timeout=30, retries=False)

    def log_in():
        for address in lab.node_addresses():
            LdapIdentityProvider(f"https://{address}", "alice", entries.USER_PASSWORD, http_client=pool).retrieve()

    return log_in


def test_a_password_that_the_directory_does_not_take_changes_nothing(rotate, log_in):
    run = rotate(NEW, "-vvv")
    assert run.process.returncode != 0 and run.total("changed") == 0
    assert "minio_idp_ldap" in run.output
    log_in()


def test_the_password_is_rotated(rotate, log_in, change):
    change("add", NEW)
    run = rotate(NEW, "--diff", "-vvv")
    assert run.process.returncode == 0, run.output[-3000:]
    assert run.total("changed") > 0
    change("delete", entries.LOOKUP_PASSWORD)
    log_in()
    again = rotate(NEW, "-vvv")
    assert again.process.returncode == 0, again.output[-3000:]
    assert again.total("changed") == 0
    # as the other tests expect it
    change("add", entries.LOOKUP_PASSWORD)
    assert rotate(entries.LOOKUP_PASSWORD).process.returncode == 0
    change("delete", NEW)
    log_in()
