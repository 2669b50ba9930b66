# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Further runs: what cannot work is refused while everything stays as it is, and what changes is proven."""

from __future__ import annotations

import pytest

from tests.lab.ldap import entries

SECRETS = [entries.LOOKUP_PASSWORD, entries.USER_PASSWORD, "planted-wrong"]


@pytest.fixture
def settings(known):
    """Return the settings of the directory, as the operator has them."""
    return known["settings"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        # what listens there shows a certificate of another CA
        ({"server_addr": "openbao:8200"}, "put the CA that signed it into minio_tls_trusted_cas"),
        (
            {"lookup_bind_password": "planted-wrong"},
            "check minio_idp_ldap.lookup_bind_dn and minio_idp_ldap.lookup_bind_password",
        ),
        ({"server_addr": f"{entries.NAME}:389"}, "set server_starttls to true"),
        (
            {"user_dn_search_base_dn": "ou=people,dc=example,dc=net;ou=nobody,dc=example,dc=net"},
            "names ou=nobody,dc=example,dc=net",
        ),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_changed(lab, people, play, settings, changes, reason):
    pids = [lab.pid(host, "minio") for host in lab.hosts("minio")]
    run = play("-vvv", "--diff", minio_idp_ldap={**settings, **changes})
    assert run.process.returncode != 0
    assert reason in " ".join(run.output.split())
    assert run.total("changed") == 0
    assert [secret for secret in SECRETS if secret in run.output] == []
    assert [lab.pid(host, "minio") for host in lab.hosts("minio")] == pids
    people.log_in("alice")


def test_a_change_is_loaded_and_proven(people, play, settings):
    """To StartTLS, with a group that loses its rights at once, and a login that has to have just these policies."""
    probe = {"username": "alice", "password": entries.USER_PASSWORD, "policies": ["lab-app"]}
    changed = {**settings, "server_addr": f"{entries.NAME}:389", "server_starttls": True}
    staff = [{"group": "cn=staff,ou=groups,dc=example,dc=net", "policies": ["lab-app"]}]
    variables = {
        "minio_idp_ldap": changed,
        "minio_idp_ldap_policy_attachments": staff,
        "minio_idp_ldap_probe": probe,
    }
    run = play("-vvv", "--diff", "--tags=minio_idp", **variables)
    assert run.process.returncode == 0, run.output[-3000:]
    assert run.total("changed") > 0
    assert [secret for secret in SECRETS if secret in run.output] == []
    people.log_in("alice")
    assert "expecting a policy to be set" in people.refusal("olga")
    again = play("--tags=minio_idp", **variables)
    assert (again.process.returncode, again.total("changed")) == (0, 0), again.output[-3000:]
    wrong = play("--tags=minio_idp", **{**variables, "minio_idp_ldap_probe": {**probe, "policies": ["readwrite"]}})
    assert wrong.process.returncode != 0
    assert "The login of minio_idp_ldap_probe does not prove the directory" in " ".join(wrong.output.split())
    back = play("--tags=minio_idp")
    assert back.process.returncode == 0, back.output[-3000:]
    people.log_in("olga")
