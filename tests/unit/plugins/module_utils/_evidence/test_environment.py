# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The effective environment: what is read over it, what is kept back, how it is compared."""

from __future__ import annotations

import json
import os
import time

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._evidence import environment, kms
from ansible_collections.hardening.minio.plugins.module_utils._evidence.context import Context

PLANTED = "planted-secret-5e7c"


class Process(Context):
    """A context whose one process has a given environment."""

    def __init__(self, given: "dict[str, str] | None", **params: str) -> None:
        super().__init__(params=params)
        self.given = given

    def environ(self, pid):
        return self.given


@pytest.fixture
def written_before(tmp_path, monkeypatch):
    """Let files written by the test be older than the process."""
    monkeypatch.setattr(environment._process, "started", lambda pid: time.time() + 60)
    return tmp_path


@pytest.fixture
def written_after(tmp_path, monkeypatch):
    """Let files written by the test be newer than the process."""
    monkeypatch.setattr(environment._process, "started", lambda pid: time.time() - 60)
    return tmp_path


def test_order_of_the_files_the_server_reads(written_before):
    user, password, config = (written_before / name for name in ("user", "password", "config"))
    user.write_text("from-user-file\n")
    password.write_text(f"  {PLANTED}\n")
    config.write_text(
        "# comment\nexport MINIO_ROOT_USER='from config'\nMINIO_BROWSER=\"off\"\nMINIO_UPDATE=off # kept\n\n"
    )
    given = {
        "MINIO_ROOT_USER": "given",
        "MINIO_ROOT_USER_FILE": str(user),
        "MINIO_ROOT_PASSWORD_FILE": str(password),
        "MINIO_CONFIG_ENV_FILE": str(config),
    }
    found = environment.effective(Process(given), 1)
    assert found is not None
    assert found.values["MINIO_ROOT_USER"] == "from config"
    assert found.values["MINIO_ROOT_PASSWORD"] == PLANTED
    assert found.values["MINIO_BROWSER"] == "off"
    assert found.values["MINIO_UPDATE"] == "off # kept"
    assert found.pending == set()
    assert [path for path, _variable, _names in found.files] == [str(user), str(password), str(config)]


def test_a_newer_file_makes_what_it_sets_unknown(written_after):
    password, config = written_after / "password", written_after / "config"
    password.write_text(PLANTED)
    config.write_text("MINIO_BROWSER=off\n")
    given = {
        "MINIO_ROOT_USER": "given",
        "MINIO_ROOT_PASSWORD": "given",
        "MINIO_ROOT_PASSWORD_FILE": str(password),
        "MINIO_CONFIG_ENV_FILE": str(config),
        "MINIO_BROWSER": "on",
        "MINIO_UPDATE": "off",
    }
    context = Process(given, secrets_key="key")
    found = environment.effective(context, 1)
    assert found is not None
    assert found.pending == {"MINIO_ROOT_PASSWORD", "MINIO_BROWSER", "MINIO_CONFIG_ENV_FILE"}
    assert not found.pending & set(found.values) - {"MINIO_CONFIG_ENV_FILE"}
    assert (environment.settings(found) or {})["browser"] is None
    assert (environment.settings(found) or {})["self_update_disabled"] is True
    assert (environment.describe(context, 1, None, None, None) or {})["fingerprint"] is None


def test_a_file_that_never_was_there_changes_nothing(written_before):
    given = {"MINIO_ROOT_PASSWORD": "given", "MINIO_ROOT_PASSWORD_FILE": str(written_before / "no" / "file")}
    found = environment.effective(Process(given), 1)
    assert found is not None and found.values["MINIO_ROOT_PASSWORD"] == "given" and not found.pending


def test_an_environment_that_cannot_be_read_is_unknown():
    context = Process(None)
    assert environment.effective(context, 1) is None
    assert environment.describe(context, 1, None, None, None) is None
    assert environment.settings(None) is None
    assert kms.describe(context, None) is None


def test_no_secret_is_shown(written_before):
    password = written_before / "password"
    password.write_text(PLANTED)
    given = {
        "MINIO_ROOT_USER": f"user-{PLANTED}",
        "MINIO_ROOT_PASSWORD": PLANTED,
        "MINIO_ROOT_PASWORD": PLANTED,
        "MINIO_ROOT_PASSWORD_FILE": PLANTED,
        "MINIO_ROOT_USER_FILE": str(password),
        "MINIO_KMS_SECRET_KEY": f"my-key:{PLANTED}",
        "MINIO_KMS_KES_API_KEY": PLANTED,
        "MINIO_KMS_KES_ENDPOINT": f"https://user:{PLANTED}@kes1:7373,https://user:p@{PLANTED}@kes2:7373",
        "MINIO_AUDIT_WEBHOOK_ENDPOINT_one": f"https://u:{PLANTED}@log.example.net:8443/services/{PLANTED}?t={PLANTED}",
        "MINIO_AUDIT_WEBHOOK_AUTH_TOKEN_one": PLANTED,
        "MINIO_NOTIFY_POSTGRES_CONNECTION_STRING": f"password={PLANTED}",
        "MINIO_NOTIFY_AMQP_URL": f"amqp://user:{PLANTED}@mq",
        "MINIO_IDENTITY_OPENID_CLIENT_SECRET": PLANTED,
        "MINIO_IDENTITY_LDAP_LOOKUP_BIND_PASSWORD": PLANTED,
        "MINIO_API_SECRET": PLANTED,
        "MINIO_SUBNET_LICENSE": PLANTED,
        "HTTPS_PROXY": f"http://user:{PLANTED}@proxy:3128",
        "AWS_SECRET_ACCESS_KEY": PLANTED,
        "MINIO_BROWSER": "off",
    }
    context = Process(given, secrets_key="key")
    found = environment.effective(context, 1)
    shown = {"environment": environment.describe(context, 1, None, None, None), "kms": kms.describe(context, found)}
    assert PLANTED not in json.dumps(shown)
    assert shown["environment"]["values"]["MINIO_BROWSER"] == "off"
    assert shown["environment"]["values"]["MINIO_AUDIT_WEBHOOK_ENDPOINT_one"] == "https://log.example.net:8443"
    assert shown["environment"]["unknown_names"] == ["MINIO_API_SECRET", "MINIO_ROOT_PASWORD"]
    assert set(given) <= set(shown["environment"]["names"])


def test_fingerprints_compare_and_tell_nothing():
    one, same, other = {"A": "1", "B": PLANTED}, {"B": PLANTED, "A": "1"}, {"A": "1", "B": "2"}
    assert environment.fingerprint("key", one) == environment.fingerprint("key", same)
    assert environment.fingerprint("key", one) != environment.fingerprint("key", other)
    assert environment.fingerprint("key", one) != environment.fingerprint("next run", one)
    assert environment.fingerprint(None, one) is None


def test_what_the_server_leaves_out_does_not_make_nodes_differ():
    first = environment.describe(
        Process({"MINIO_OPTS": "a", "PATH": "x", "MINIO_VOLUMES": "/d"}, secrets_key="k"), 1, None, None, None
    )
    second = environment.describe(
        Process({"MINIO_OPTS": "b", "PATH": "y", "MINIO_VOLUMES": "/d"}, secrets_key="k"), 1, None, None, None
    )
    third = environment.describe(Process({"MINIO_VOLUMES": "/e"}, secrets_key="k"), 1, None, None, None)
    assert first and second and third
    assert first["fingerprint"] == second["fingerprint"] != third["fingerprint"]


@pytest.mark.parametrize(
    ("values", "name", "expected"),
    [
        ({}, "metrics_authenticated", True),
        ({"MINIO_PROMETHEUS_AUTH_TYPE": "Public"}, "metrics_authenticated", False),
        ({"MINIO_PROMETHEUS_AUTH_TYPE": "jwt"}, "metrics_authenticated", True),
        ({}, "self_update_disabled", False),
        ({"MINIO_UPDATE": "OFF"}, "self_update_disabled", True),
        ({}, "root_access_disabled", False),
        ({"MINIO_API_ROOT_ACCESS": "off"}, "root_access_disabled", True),
        # the server compares with the one word "off"
        ({"MINIO_API_ROOT_ACCESS": "false"}, "root_access_disabled", False),
        ({"MINIO_API_SECURE_CIPHERS": "off"}, "secure_ciphers", False),
        ({"MINIO_KMS_AUTO_ENCRYPTION": "on"}, "auto_encryption", True),
        ({"MINIO_BROWSER": "disabled"}, "browser", False),
    ],
)
def test_settings(values, name, expected):
    assert (environment.settings(environment.Effective(values)) or {})[name] is expected


KES = {
    "MINIO_KMS_KES_ENDPOINT": "https://kes{1...2}:7373,https://10.0.0.9:7373",
    "MINIO_KMS_KES_KEY_NAME": "minio-default",
    "MINIO_KMS_KES_KEY_FILE": "/etc/minio/kes/client.key",
    "MINIO_KMS_KES_CERT_FILE": "/etc/minio/kes/client.crt",
}


@pytest.mark.parametrize(
    ("values", "kinds", "complete", "missing"),
    [
        ({}, [], False, None),
        (KES, ["kes"], True, []),
        ({**KES, "MINIO_KMS_KES_KEY_FILE": ""}, ["kes"], False, ["MINIO_KMS_KES_KEY_FILE"]),
        ({**KES, "MINIO_KMS_SECRET_KEY_FILE": "/x"}, ["kes", "static"], True, []),
        ({"MINIO_KMS_KES_CAPATH": "/ca"}, ["kes"], False, [*KES]),
        ({"MINIO_KMS_SECRET_KEY": "k:v"}, ["static"], False, None),
        ({"MINIO_KMS_SERVER": "https://kms"}, ["minkms"], False, None),
    ],
)
def test_key_management(values, kinds, complete, missing):
    facts = kms.describe(Process({}), environment.Effective(values))
    assert facts is not None
    assert (facts["kinds"], facts["complete"], facts["missing"]) == (kinds, complete, missing)
    assert facts["no_static_key"] is ("static" not in kinds)


def test_endpoints_of_kes_are_counted_one_by_one():
    facts = kms.describe(Process({}), environment.Effective(KES))
    assert facts is not None
    assert facts["endpoints"] == ["https://kes1:7373", "https://kes2:7373", "https://10.0.0.9:7373"]
    assert facts["login"] == "certificate"


def test_files_of_the_unit(tmp_path):
    path = tmp_path / "minio"
    path.write_text('MINIO_ROOT_PASSWORD="x"\nMINIO_BROWSER=off\n')
    path.chmod(0o644)
    shown = {
        "EnvironmentFiles": f"{path} (ignore_errors=yes)",
        "Environment": "MINIO_SECRET_KEY=shown-by-systemctl",
        "FragmentPath": "/etc/passwd",
    }
    described = environment.describe(Process({}), os.getpid(), shown, None, None)
    assert described is not None
    assert described["protected"] is False
    file, unit = described["files"]
    assert (file["path"], file["source"], file["protected"]) == (str(path), "EnvironmentFile", False)
    assert (file["secrets"], file["sets"]) == (["MINIO_ROOT_PASSWORD"], ["MINIO_BROWSER", "MINIO_ROOT_PASSWORD"])
    # the unit's file may be root's alone: systemctl shows the variable to everybody
    assert (unit["source"], unit["secrets"], unit["protected"]) == ("Environment", ["MINIO_SECRET_KEY"], False)
