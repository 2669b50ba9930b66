# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an adopted deployment must keep is found, and no secret of it comes out."""

from __future__ import annotations

import hashlib
import os
import pwd

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _adopted, _systemd

ROOT = {"MINIO_ROOT_USER": "keeper", "MINIO_ROOT_PASSWORD": "planted secret"}
DIGEST = hashlib.sha256(b"keeper planted secret").hexdigest()


@pytest.mark.parametrize(
    ("variables", "wanted", "present", "changes"),
    [
        ({}, DIGEST, False, None),
        (ROOT, None, True, None),
        (ROOT, DIGEST, True, False),
        (ROOT, "ab" * 32, True, True),
        ({"MINIO_ACCESS_KEY": "keeper", "MINIO_SECRET_KEY": "planted secret"}, DIGEST, True, False),
        ({**ROOT, "MINIO_ACCESS_KEY": "old", "MINIO_SECRET_KEY": "old"}, DIGEST, True, False),
        ({"MINIO_ROOT_USER": "keeper"}, DIGEST, False, None),
        ({"MINIO_ROOT_USER": "", "MINIO_ROOT_PASSWORD": ""}, DIGEST, False, None),
    ],
)
def test_credential(variables, wanted, present, changes):
    assert _adopted.credential(variables, wanted) == {"present": present, "changes": changes}


def test_credential_in_files(tmp_path):
    secret, config = tmp_path / "secret", tmp_path / "config.env"
    secret.write_text("planted secret\n")
    variables = {"MINIO_ROOT_USER": "keeper", "MINIO_ROOT_PASSWORD_FILE": str(secret)}
    assert _adopted.credential(variables, DIGEST)["changes"] is False
    config.write_text('export MINIO_ROOT_PASSWORD="another"\nMINIO_BROWSER=off\n')
    assert _adopted.credential({**variables, "MINIO_CONFIG_ENV_FILE": str(config)}, DIGEST)["changes"] is True
    assert _adopted.config_names({"MINIO_CONFIG_ENV_FILE": str(config)}) == ["MINIO_BROWSER", "MINIO_ROOT_PASSWORD"]


def test_config_names_without_a_file(tmp_path):
    assert _adopted.config_names({}) == []
    assert _adopted.config_names({"MINIO_CONFIG_ENV_FILE": str(tmp_path / "none")}) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"keystore": {"gemalto": {"keysecure": {}}}}', "gemalto"),
        ("keystore:\n  vault:\n    endpoint: https://vault:8200\n", "vault"),
        ('{"keystore": {}}', None),
        ("- a list", None),
        (None, None),
    ],
)
def test_key_management_system_of_kes(tmp_path, monkeypatch, text, kind):
    path = tmp_path / "config.yml"
    if text is not None:
        path.write_text(text)
    started = f"{{ path=/usr/local/bin/kes ; argv[]=/usr/local/bin/kes server --config {path} ; ignore_errors=no ; }}"
    monkeypatch.setattr(_systemd, "show", lambda unit: {"MainPID": "0", "ExecStart": started, "LoadState": "loaded"})
    found = _adopted.kes_place()
    assert (found and found["keystore"]) == kind


def test_no_kes_has_no_key_management_system(monkeypatch):
    monkeypatch.setattr(_systemd, "show", lambda unit: {"MainPID": "0", "LoadState": "not-found"})
    assert _adopted.kes_place() is None


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("--console-address :9001", ""),
        ("--console-address=:9001 --address=:9000", ""),
        ("-S /certs --sftp=address=:8022 --quiet", "--sftp=address=:8022 --quiet"),
        ("--sftp address=:8022 --certs-dir /certs --anonymous", "--sftp address=:8022 --anonymous"),
        ("--address", ""),
    ],
)
def test_other_options(words, kept):
    assert _adopted.other_options(words.split()) == kept.split()


def test_operators_variables_leave_out_our_fragment(tmp_path, monkeypatch):
    own, theirs = tmp_path / "env.d", tmp_path / "minio"
    own.mkdir()
    theirs.write_text('MINIO_OPTS="--sftp=address=:8022 --console-address :9001"\n')
    (own / "10-minio_server.env").write_text('MINIO_OPTS="--quiet"\n')
    monkeypatch.setattr(_adopted, "OWN_FRAGMENTS", f"{own}/")
    files = f"{theirs} (ignore_errors=yes)\n{own}/*.env (ignore_errors=yes)"
    found = _adopted.operators_variables({"Environment": "MINIO_REGION=here", "EnvironmentFiles": files})
    assert found == {"MINIO_OPTS": "--sftp=address=:8022 --console-address :9001", "MINIO_REGION": "here"}


def test_variables_are_compared_without_their_values_and_without_what_may_differ():
    given = {"MINIO_SITE_NAME": "one", "MINIO_OPTS": "--anonymous", "LANG": "C"}
    digests = _adopted.digests(given, "key")
    assert list(digests) == ["MINIO_SITE_NAME"]
    assert digests == _adopted.digests({"MINIO_SITE_NAME": "one", "LANG": "de"}, "key")
    assert digests != _adopted.digests({"MINIO_SITE_NAME": "two"}, "key")
    assert digests != _adopted.digests({"MINIO_SITE_NAME": "one"}, "another key")
    assert "one" not in digests.values()


def test_queues():
    variables = {
        "MINIO_AUDIT_WEBHOOK_QUEUE_DIR_siem": "/var/spool/minio",
        "MINIO_NOTIFY_KAFKA_QUEUE_DIR": "/var/spool/kafka",
        "MINIO_LOGGER_WEBHOOK_QUEUE_DIR": "",
        "MINIO_NOTIFY_KAFKA_QUEUE_LIMIT": "10",
    }
    assert _adopted.queues(variables) == ["/var/spool/kafka", "/var/spool/minio"]


def test_named_files(tmp_path):
    for name in ("password", "client.key", "moved"):
        (tmp_path / name).touch()
    (tmp_path / "cas").mkdir()
    (tmp_path / "queue").mkdir()
    (tmp_path / "secret").touch()
    (tmp_path / "link").symlink_to(tmp_path / "moved")
    values = {
        "MINIO_ROOT_PASSWORD_FILE": "password",
        "MINIO_KMS_KES_CAPATH": "cas",
        "MINIO_NOTIFY_KAFKA_CLIENT_TLS_KEY_siem": "client.key",
        "MINIO_IDENTITY_OPENID_CERT": "link",
        "MINIO_ETCD_CLIENT_CERT": "none",
        "MINIO_AUDIT_WEBHOOK_QUEUE_DIR_siem": "queue",
        "MINIO_SECRET_KEY": "secret",
        "MINIO_KMS_KES_API_KEY": "secret",
        "MINIO_KMS_KES_KEY_PASSWORD": "secret",
        "MINIO_CERT_PASSWD": "secret",
        "MINIO_VOLUMES": "secret",
        "HOME": "secret",
    }
    variables = {name: str(tmp_path / value) for name, value in values.items()}
    variables["MINIO_ROOT_USER_FILE"] = "planted secret"
    variables["SSL_CERT_DIR"] = f"{tmp_path}/none:{tmp_path}/cas"
    found = _adopted.named_files(variables)
    assert found == [str(tmp_path / name) for name in ("cas", "client.key", "link", "moved", "password")]
    assert _adopted.named_files({"MINIO_ETCD_CLIENT_CERT": "client.crt"}) == []


def test_options_of_the_unit_itself():
    started = (
        "{ path=/minio ; argv[]=/minio server --address :443 --ftp=address=:21 $MINIO_OPTS $V ; ignore_errors=no ; }"
    )
    told = {"MINIO_OPTS": "--quiet", "V": "--sftp address=:22 /data"}
    found = _adopted.unit_options({"ExecStart": started}, told)
    assert found == ["--ftp=address=:21", "--sftp", "address=:22"]
    assert _adopted.unit_options({}, told) == []


@pytest.mark.parametrize(
    ("stored", "names"),
    [
        ("0100000200040000000000000000000000000000", ["CAP_NET_BIND_SERVICE"]),
        ("0100000201040000000000008000000000000000", ["CAP_CHOWN", "CAP_NET_BIND_SERVICE", "CAP_BPF"]),
        ("010000010004000000000000", ["CAP_NET_BIND_SERVICE"]),
        # inheritable, or not put in force: a program goes on without
        ("0100000200000000000400000000000000000000", []),
        ("0000000200040000000000000000000000000000", []),
        ("0100000300040000000000000000000000000000e8030000", ["CAP_NET_BIND_SERVICE"]),
        (None, []),
    ],
)
def test_file_capabilities(monkeypatch, stored, names):
    def read(path, name):
        assert (path, name) == ("/usr/local/bin/minio", "security.capability")
        if stored is None:
            raise OSError
        return bytes.fromhex(stored)

    monkeypatch.setattr(os, "getxattr", read)
    assert _adopted.file_capabilities("/usr/local/bin/minio") == names


def test_drive(tmp_path):
    me = pwd.getpwuid(os.geteuid()).pw_name
    tmp_path.chmod(0o755)
    fresh = _adopted.drive(str(tmp_path), "somebody", running=False)
    assert fresh == {"owner": me, "mode": "0755", "foreign": False, "claim": {"path": str(tmp_path), "mode": "0700"}}
    tmp_path.chmod(0o700)
    assert _adopted.drive(str(tmp_path), "somebody", running=False)["claim"]["mode"] == "0700"
    (tmp_path / "lost+found").mkdir()
    assert _adopted.drive(str(tmp_path), "somebody", running=False)["foreign"] is False
    (tmp_path / "photos").mkdir()
    assert _adopted.drive(str(tmp_path), "somebody", running=False)["foreign"] is True
    assert _adopted.drive(str(tmp_path), me, running=False)["foreign"] is False
    (tmp_path / ".minio.sys").mkdir()
    assert _adopted.drive(str(tmp_path), "somebody", running=False)["foreign"] is False
    assert _adopted.drive(str(tmp_path / "none"), me, running=False)["foreign"] is None


def test_a_running_servers_drive_of_another_owner_is_not_claimed(tmp_path):
    me = pwd.getpwuid(os.geteuid()).pw_name
    assert _adopted.drive(str(tmp_path), "somebody", running=True)["claim"] is None
    assert _adopted.drive(str(tmp_path), me, running=True)["claim"]["path"] == str(tmp_path)


def test_accounts(monkeypatch):
    monkeypatch.delenv("SUDO_USER", raising=False)
    assert _adopted.account("no-such-account") == {"ready": False, "manageable": True}
    assert _adopted.account("root") == {"ready": False, "manageable": False}
    assert _adopted.account("daemon") == {"ready": True, "manageable": True}
    monkeypatch.setenv("SUDO_USER", "daemon")
    assert _adopted.account("daemon")["manageable"] is False


def test_certificates_stay_where_a_server_has_them(tmp_path):
    home = tmp_path / "certs"
    (home / "CAs").mkdir(parents=True)
    deployment = {"certs_dir": str(home), "options": ["--console-address", ":9001"]}
    assert _adopted.certs_dir(deployment, "/etc/minio/certs") == "/etc/minio/certs"
    assert _adopted.certs_dir({**deployment, "options": [f"--certs-dir={home}"]}, "/etc/minio/certs") == str(home)
    assert _adopted.certs_dir({**deployment, "options": ["-S", str(home)]}, "/etc/minio/certs") == str(home)
    (home / "CAs" / "ca.crt").touch()
    assert _adopted.certs_dir(deployment, "/etc/minio/certs") == str(home)
    (home / "CAs" / "ca.crt").unlink()
    (home / "public.crt").touch()
    assert _adopted.certs_dir(deployment, "/etc/minio/certs") == str(home)


@pytest.mark.parametrize(
    ("url", "tls"),
    [
        ("http://minio1:9000", "https://minio1:9000"),
        ("http://minio1.example.net:9000/", "https://minio1.example.net:9000/"),
        ("http://minio.example.net", None),
        ("http://minio.example.net:8080", None),
    ],
)
def test_plain_url(url, tls):
    found = _adopted.plain_urls({"MINIO_SERVER_URL": url}, {"MINIO_SERVER_URL": 9000})
    assert found == [{"name": "MINIO_SERVER_URL", "url": url, "tls": tls}]


def test_addresses_with_tls_are_not_plain():
    variables = {"MINIO_SERVER_URL": "https://minio.example.net"}
    ports = {"MINIO_SERVER_URL": 9000, "MINIO_BROWSER_REDIRECT_URL": None}
    assert _adopted.plain_urls(variables, ports) == []


@pytest.mark.parametrize(
    ("text", "mode", "is_open"),
    [
        ("MINIO_SECRET_KEY=x\n", 0o644, True),
        ("MINIO_SECRET_KEY=x\n", 0o640, True),
        ("MINIO_REGION=here\n", 0o644, False),
    ],
)
def test_open_files(tmp_path, text, mode, is_open):
    path = tmp_path / "minio"
    path.write_text(text)
    path.chmod(mode)
    found = _adopted.open_files({"EnvironmentFiles": f"{path} (ignore_errors=yes)"})
    assert found == ([{"path": str(path)}] if is_open else [])
