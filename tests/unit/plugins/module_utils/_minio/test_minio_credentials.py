# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which rights a policy gives for certain."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._errors import InputError
from ansible_collections.hardening.minio.plugins.module_utils._minio import credentials, service_accounts
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.module_utils._minio.service_accounts import ServiceAccounts

CREATE = "admin:CreateUser"
AWAY = {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}


def allow(*actions: str, **more):
    return {"Effect": "Allow", "Action": list(actions), **more}


def deny(*actions: str, **more):
    return {"Effect": "Deny", "Action": list(actions), **more}


@pytest.mark.parametrize(
    ("statements", "allowed"),
    [
        ([allow("admin:*")], True),
        ([allow("admin:Create*")], True),
        ([allow("admin:CreateUse?")], True),
        ([allow("*")], True),
        ([allow("admin:[C]reateUser")], False),
        ([allow("s3:*")], False),
        ([allow("admin:*"), deny(CREATE)], False),
        ([deny(CREATE), allow("admin:*")], False),
        ([allow("admin:*"), deny("admin:CreatePolicy")], True),
        # a condition may hold or not: it gives nothing for certain, and may take away
        ([allow("admin:*", Condition=AWAY)], False),
        ([allow("admin:*"), deny(CREATE, Condition=AWAY)], False),
        ([{"Effect": "Allow", "NotAction": ["s3:*"]}], True),
        ([{"Effect": "Allow", "NotAction": ["admin:*"]}], False),
    ],
)
def test_rights(statements, allowed):
    assert credentials.allows({"Version": "2012-10-17", "Statement": statements}, CREATE) is allowed


@pytest.mark.parametrize("document", [None, {}, {"Version": "", "Statement": None}])
def test_no_policy_gives_no_right(document):
    assert credentials.allows(document, CREATE) is False


def test_in_days():
    assert service_accounts.in_days(0) is None
    soon, later = service_accounts.in_days(1), service_accounts.in_days(364)
    assert soon < later and soon.endswith(":00:00Z")


@pytest.mark.parametrize("days", [-1, 365])
def test_lifetime_that_a_server_may_refuse(days):
    client = Client(
        {
            "url": "https://minio1.example.net:9000",
            "access_key": "a",
            "secret_key": "b",
            "ca_path": None,
            "validate_certs": True,
            "timeout": 1,
        }
    )
    with pytest.raises(InputError, match=f"lifetime is {days}: give 1 to 364 days"):
        ServiceAccounts(client, lifetime=days)
