# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole lists of identities: what drifted is shown and repaired, and nobody removes what the run itself works by."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._minio import secrets
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client

from tests.integration.api import Api
from tests.integration.servers.minio import MinioServer

POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::*"}],
}
WIDER = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::*"}]}
DECLARED: dict[str, tuple[str, list[dict[str, t.Any]]]] = {
    "minio_policy": ("policies", [{"name": "w-app", "policy": POLICY}]),
    "minio_user": ("users", [{"name": "w-web", "secret_key": "planted-web-1"}]),
    "minio_group": ("groups", [{"name": "w-apps", "members": ["w-web"]}]),
    "minio_policy_attachment": ("attachments", [{"group": "w-apps", "policies": ["w-app"]}]),
    "minio_service_account": (
        "service_accounts",
        [{"access_key": "w-web-key", "parent": "w-web", "secret_key": "planted-key-1"}],
    ),
}
ORDER = list(DECLARED)


@pytest.fixture(scope="module")
def server(start_minio: t.Callable[..., MinioServer]) -> MinioServer:
    """Return a server with an administrator whose rights come through a group, and with an access key of it."""
    minio = start_minio(drives=1)
    Api("minio_user", minio).ok(
        users=[{"name": name, "secret_key": "planted-1-secret"} for name in ("w-admin", "w-other")]
    )
    Api("minio_policy", minio).ok(
        policies=[{"name": "w-chief", "policy": {"Statement": [{"Effect": "Allow", "Action": "admin:*"}]}}]
    )
    Api("minio_group", minio).ok(groups=[{"name": "w-admins", "members": ["w-admin", "w-other"]}])
    Api("minio_policy_attachment", minio).ok(attachments=[{"group": "w-admins", "policies": ["w-chief"]}])
    Api("minio_service_account", minio).ok(
        service_accounts=[{"access_key": "w-key", "parent": "w-admin", "secret_key": "planted-2-secret"}]
    )
    return minio


@pytest.fixture(scope="module")
def admin(server: MinioServer) -> Client:
    return Client({**server.auth, "validate_certs": True, "timeout": 30})


AS_USER = {"access_key": "w-admin", "secret_key": "planted-1-secret"}
AS_KEY = {"access_key": "w-key", "secret_key": "planted-2-secret"}


def declare(server: MinioServer, module: str, **options: t.Any) -> dict[str, t.Any]:
    name, entries = DECLARED[module]
    return Api(module, server).ok(**{name: entries}, **options)


@pytest.mark.parametrize("credential", [AS_KEY, AS_USER], ids=["key", "user"])
def test_an_empty_exclusive_list_leaves_what_the_run_works_by(server, admin, credential):
    for module in ORDER:
        declare(server, module)
    removed = {}
    # first what holds on to the others
    for module in reversed(ORDER):
        name, _entries = DECLARED[module]
        removed[module] = Api(module, server).settles(**{name: []}, exclusive=True, **credential)["removed"]
        for module_before in ORDER:
            if module_before not in removed and module_before in ("minio_policy", "minio_user"):
                declare(server, module_before)
    assert removed["minio_group"] == ["w-apps"]
    assert removed["minio_policy_attachment"] == ["group:w-apps"]
    assert removed["minio_policy"] == ["w-app"]
    assert "w-admin" not in removed["minio_user"] and {"w-web"} <= set(removed["minio_user"])
    assert "w-key" not in removed["minio_service_account"] or credential is AS_USER
    assert secrets.accepted(admin, credential["access_key"], credential["secret_key"])
    # as it was, for the next one
    Api("minio_user", server).ok(users=[{"name": "w-other", "secret_key": "planted-1-secret"}])
    Api("minio_group", server).ok(groups=[{"name": "w-admins", "members": ["w-admin", "w-other"]}])
    Api("minio_service_account", server).ok(
        service_accounts=[{"access_key": "w-key", "parent": "w-admin", "secret_key": "planted-2-secret"}]
    )


@pytest.mark.parametrize(
    ("module", "name", "entry"),
    [
        ("minio_user", "users", {"name": "w-admin", "state": "absent"}),
        ("minio_user", "users", {"name": "w-admin", "enabled": False}),
        ("minio_group", "groups", {"name": "w-admins", "state": "absent"}),
        ("minio_group", "groups", {"name": "w-admins", "enabled": False}),
        ("minio_group", "groups", {"name": "w-admins", "members": ["w-other"]}),
        ("minio_policy", "policies", {"name": "w-chief", "state": "absent"}),
        ("minio_policy_attachment", "attachments", {"group": "w-admins", "policies": []}),
        ("minio_policy_attachment", "attachments", {"group": "w-admins", "policies": ["readwrite"]}),
        ("minio_service_account", "service_accounts", {"access_key": "w-key", "state": "absent"}),
    ],
)
def test_nothing_takes_away_what_the_run_works_by(server, module, name, entry):
    for credential in [AS_KEY] if module == "minio_service_account" else [AS_KEY, AS_USER]:
        message = Api(module, server).error(**{name: [entry]}, **credential)
        assert "work" in message, message
    told = Api("minio_credential_info", server).ok(**AS_KEY)["credential"]
    assert (told["state"], told["administers"]) == ("accepted", True)


def test_a_group_keeps_the_run_s_account_and_loses_others(server):
    entry = {"name": "w-admins", "members": ["w-admin"]}
    assert Api("minio_group", server).settles(groups=[entry], **AS_KEY)["updated"] == ["w-admins"]
    Api("minio_group", server).settles(groups=[{"name": "w-admins", "members": ["w-admin", "w-other"]}], **AS_KEY)


def test_root_is_never_removed(server):
    """Neither the user lists nor the keys name root, and a list that is empty changes nothing of it."""
    for module in ("minio_service_account", "minio_user"):
        removed = Api(module, server).ok(check=True, **{DECLARED[module][0]: []}, exclusive=True, **AS_KEY)["removed"]
        assert server.access_key not in removed
    assert Api("minio_credential_info", server).ok()["credential"]["kind"] == "root"


def test_drift_is_shown_and_repaired(server, admin):
    """Of each kind something was changed at the server: a diff says what, a run puts it back, the next one has nothing to do."""
    for module in ORDER:
        declare(server, module)
    doing = "drift"
    admin.admin("PUT", "add-canned-policy", doing, {"name": "w-app"}, WIDER)
    admin.admin("PUT", "set-user-status", doing, {"accessKey": "w-web", "status": "disabled"})
    added = {"group": "w-apps", "members": ["w-other"], "isRemove": False}
    admin.admin("PUT", "update-group-members", doing, body=added)
    wrong = {"policies": ["readwrite"], "group": "w-apps"}
    admin.admin("POST", "idp/builtin/policy/attach", doing, body=wrong, encrypted=True)
    admin.admin(
        "POST", "update-service-account", doing, {"accessKey": "w-web-key"}, {"newStatus": "off"}, encrypted=True
    )
    expected = {
        "minio_policy": ("w-app", "Statement", ["s3:*"], ["s3:GetObject"]),
        "minio_user": ("w-web", "enabled", False, True),
        "minio_group": ("w-apps", "members", ["w-other", "w-web"], ["w-web"]),
        "minio_policy_attachment": ("group:w-apps", "policies", ["readwrite", "w-app"], ["w-app"]),
        "minio_service_account": ("w-web-key", "enabled", False, True),
    }
    for module, (entity, field, drifted, wanted) in expected.items():
        name, entries = DECLARED[module]
        if module in ("minio_user", "minio_service_account"):
            entries = [{**entry, "enabled": True} for entry in entries]
        done = Api(module, server).settles(**{name: entries})
        shown = [done["diff"][when][entity][field] for when in ("before", "after")]
        if module == "minio_policy":
            shown = [statements[0]["Action"] for statements in shown]
        assert shown == [drifted, wanted], module
