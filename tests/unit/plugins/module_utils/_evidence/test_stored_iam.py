# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What drives show of stored identities."""

from __future__ import annotations

import pathlib

from ansible_collections.hardening.minio.plugins.module_utils._evidence import stored_iam
from ansible_collections.hardening.minio.plugins.module_utils._evidence.context import Context

HEAD = b'{"version":1,"credentials":{"accessKey":"alice","secretKey":"planted-1"'
TAIL = b'","sessionToken":"x","expiration":"2027-01-02T03:04:05Z"'
ENCRYPTED = b'\x01\x9a\x00\x00\x00{"keyid":"minio-default","kmskey":"eyJhZWFkIjoi'


def place(drive: pathlib.Path, path: str, content: bytes) -> None:
    folder = drive / ".minio.sys" / "config" / path
    folder.mkdir(parents=True)
    (folder / "xl.meta").write_bytes(b"XL2 \x01\x00\x03\x00" + content)


def seen(*drives: pathlib.Path):
    context = Context(params={"scan_iam": True})
    context.results["minio"] = {"files": {"data": [{"path": str(drive)} for drive in drives]}}
    return stored_iam.collect(context)


def test_kinds_are_told_apart(tmp_path):
    place(tmp_path, "iam/users/alice/identity.json", HEAD)
    place(tmp_path, "iam/users/bob/identity.json", ENCRYPTED)
    place(tmp_path, "iam/service-accounts/app/identity.json", TAIL)
    place(tmp_path, "iam/sts/x/identity.json", TAIL)
    place(tmp_path, "config.json", b'{"api":{"_":[{"key":"root_access","value":"on"}]}}')
    place(tmp_path, "history/1.kv", b'audit_webhook:one endpoint="http://x" auth_token="planted-2"')
    # no secrets in these
    place(tmp_path, "iam/policies/app/policy.json", b'{"Version":1,"Policy":{}}')
    place(tmp_path, "iam/groups/staff/members.json", b'{"version":1,"status":"enabled"}')
    found = seen(tmp_path)
    kinds = {kind: (counts["entries"], counts["clear"], counts["encrypted"]) for kind, counts in found["kinds"].items()}
    assert kinds == {
        "users": (2, 1, 1),
        "service_accounts": (1, 1, 0),
        "temporary": (1, 1, 0),
        "configuration": (1, 1, 0),
        "configuration_history": (1, 1, 0),
        "trash": (0, 0, 0),
    }
    assert found["clear"] == 4
    assert found["kinds"]["temporary"]["last_expiration"] == "2027-01-02T03:04:05Z"
    assert "planted" not in str(found) and "alice" not in str(found)


def test_share_in_a_file_of_its_own(tmp_path):
    place(tmp_path, "iam/users/alice/identity.json", b"")
    part = tmp_path / ".minio.sys/config/iam/users/alice/identity.json/uuid"
    part.mkdir()
    (part / "part.1").write_bytes(bytes(32) + HEAD)
    assert seen(tmp_path)["clear"] == 1


def test_trash_goes_by_itself_and_is_told(tmp_path):
    trash = tmp_path / ".minio.sys/tmp/.trash"
    for number, (name, content) in enumerate(
        (
            ("xl.meta.bkp", HEAD),
            ("alice/identity.json/xl.meta", TAIL),
            ("xl.meta.bkp", b'{"api":{"_":[{"key":"root_access","value":"on"}]}}'),
            ("xl.meta", b'audit_webhook:one endpoint="http://x" auth_token="planted-2"'),
            ("xl.meta.bkp", ENCRYPTED),
            ("xl.meta", b"an object of a user, photo=1"),
            ("uuid/part.1", HEAD),
        )
    ):
        path = trash / str(number) / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    found = seen(tmp_path)
    assert found["kinds"]["trash"] == {"entries": 6, "clear": 4, "encrypted": 1}
    assert found["clear"] == 0


def test_drive_without_identities(tmp_path):
    found = seen(tmp_path)
    assert found["clear"] == 0 and found["drives"] == 1
    assert found["kinds"]["temporary"]["last_expiration"] is None
