# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs with settings of the operator's own, asked with tools that know nothing of the collection."""

from __future__ import annotations

import datetime
import io
import json
import pathlib
import ssl

import minio
import pytest
import urllib3
import yaml
from cryptography import x509
from minio.credentials import StaticProvider

SETTINGS = pathlib.Path(__file__).parents[1] / "group_vars" / "settings.yml"
UNIT, PORT, CONSOLE, KES = "archive", 9443, 9444, 7443
ASK_KES = (
    "curl --silent --show-error --fail --cacert /srv/archive/certs/CAs/hardening-minio-*.crt --cert /etc/minio/kes/client.crt "
    f"--key /etc/minio/kes/client.key https://kes1:{KES}"
)


@pytest.fixture(scope="module")
def pool(lab):
    """Return connections that trust the private CA and nothing else."""
    return urllib3.PoolManager(ssl_context=ssl.create_default_context(cafile=str(lab.ca)), retries=False, timeout=30)


@pytest.fixture(scope="module")
def endpoint(lab):
    """Return address and port of the S3 API."""
    return f"{lab.addresses['minio1']}:{PORT}"


@pytest.fixture(scope="module")
def working_as(pool, endpoint):
    """Return what makes a client of a credential."""
    return lambda access_key, secret_key, region=None: minio.Minio(
        endpoint=endpoint, access_key=access_key, secret_key=secret_key, region=region, http_client=pool
    )


@pytest.fixture(scope="module")
def client(lab, working_as):
    """Return a client that works as root."""
    return working_as(*lab.credential)


@pytest.fixture(scope="module")
def report(lab):
    """Return the report of the run in check mode, which found everything in place."""
    return json.loads((lab.home / "report.json").read_text())


@pytest.fixture(scope="module")
def environment(lab):
    """Return the variables that the server was started with."""
    lines = lab.on("minio1", f"tr '\\0' '\\n' < /proc/{lab.pid('minio1', UNIT)}/environ").splitlines()
    return dict(line.partition("=")[::2] for line in lines)


def listeners(lab, host):
    """Return the ports of TCP that a host listens on, beside loopback alone."""
    lines = lab.on(host, "ss --no-header --listening --tcp --numeric").splitlines()
    addresses = [line.split()[3] for line in lines]
    return {int(one.rpartition(":")[2]) for one in addresses if not one.startswith(("127.", "[::1]"))}


def test_unit_account_and_directories_have_their_names(lab):
    shown = lab.on("minio1", f"systemctl show --property User,Group,UnitFileState,ActiveState {UNIT}")
    assert set(shown.splitlines()) == {
        "User=archive", "Group=archivists", "UnitFileState=enabled", "ActiveState=active",
    }  # fmt: skip
    assert lab.on("minio1", "stat --format %U:%G:%a /data /srv/archive/certs/private.key").splitlines() == [
        "archive:archivists:700", "archive:archivists:600",
    ]  # fmt: skip
    assert lab.ssh("minio1", "systemctl cat minio").returncode != 0
    assert lab.ssh("minio1", "ls /etc/minio/certs").returncode != 0


def test_they_listen_on_their_ports_and_no_others(lab):
    assert {PORT, CONSOLE} <= listeners(lab, "minio1")
    assert not {9000, 9090} & listeners(lab, "minio1")
    assert KES in listeners(lab, "kes1")
    assert 7373 not in listeners(lab, "kes1")


def test_the_packet_filter_is_about_these_ports(lab):
    table = lab.on("minio1", "nft --stateless list table inet hardening_minio")
    assert all(f"dport {port}" in table for port in (PORT, CONSOLE))
    assert f"dport {KES}" in lab.on("kes1", "nft --stateless list table inet hardening_minio")


def test_the_programs_are_what_the_mirror_had(lab):
    for host, unit, name in (("minio1", UNIT, "minio"), ("kes1", "kes", "kes")):
        sums = lab.on(host, f"sha256sum /proc/{lab.pid(host, unit)}/exe /opt/lab/{name}").split()
        assert sums[0] == sums[2]


def test_the_options_are_on_the_command_line(lab):
    command = lab.on("minio1", f"tr '\\0' ' ' < /proc/{lab.pid('minio1', UNIT)}/cmdline")
    assert "--idle-timeout=60s" in command
    assert "planted-" not in command


def test_the_environment_is_as_given(lab, environment):
    assert environment["MINIO_SCANNER_SPEED"] == "slow"
    assert environment["MINIO_AUDIT_WEBHOOK_AUTH_TOKEN_siem"] == "planted-token-of-the-siem"
    assert environment["MINIO_KMS_AUTO_ENCRYPTION"] == "off"
    assert environment["MINIO_KMS_KES_ENDPOINT"] == f"https://kes1:{KES}/"
    assert environment["MINIO_KMS_KES_KEY_NAME"] == "archive_default"
    holders = lab.on("minio1", "grep --recursive --files-with-matches planted-token-of-the-siem /etc /srv /opt; true")
    assert [lab.on("minio1", f"stat --format %U:%a {path}") for path in holders.split()] == ["root:600"]


def test_the_ca_is_as_named_and_its_keys_are_rsa(lab, pool, endpoint):
    authority = x509.load_pem_x509_certificate(lab.ca.read_bytes())
    assert authority.subject.rfc4514_string() == "CN=Archive CA"
    days = (authority.not_valid_after_utc - authority.not_valid_before_utc) / datetime.timedelta(days=1)
    assert days == pytest.approx(400, abs=1)
    assert pool.request("GET", f"https://{endpoint}/minio/health/live").status == 200
    host, port = endpoint.split(":")
    served = x509.load_pem_x509_certificate(ssl.get_server_certificate((host, int(port))).encode())
    assert served.public_key().key_size == 3072


def test_the_policy_at_kes_is_for_the_prefix_and_the_root_credential(lab):
    policy = yaml.safe_load(lab.on("kes1", "cat /etc/kes/config.yml"))["policy"]
    (allowed,) = [one["allow"] for one in policy.values()]
    assert {"/v1/key/generate/archive_*", "/v1/key/hmac/archive_default"} <= set(allowed)
    assert [path for path in allowed if "minio-" in path] == []


@pytest.mark.parametrize("key", ["archive_default", "archive_ledger"])
def test_the_keys_are_there(lab, key):
    assert json.loads(lab.on("minio1", f"{ASK_KES}/v1/key/describe/{key}"))["name"] == key


def test_an_object_is_encrypted_where_it_is_asked_for(client):
    client.make_bucket("ledger")
    try:
        client.put_object("ledger", "plain", io.BytesIO(b"plain"), 5)
        client.put_object(
            "ledger", "sealed", io.BytesIO(b"sealed"), 6, sse=minio.sse.SseKMS("archive_ledger", {})
        )  # fmt: skip
        marks = [
            client.stat_object("ledger", name).metadata.get("x-amz-server-side-encryption-aws-kms-key-id")
            for name in ("plain", "sealed")
        ]
        assert marks == [None, "arn:aws:kms:archive_ledger"]
    finally:
        for name in ("plain", "sealed"):
            client.remove_object("ledger", name)
        client.remove_bucket("ledger")


def test_a_service_account_ends_after_the_days_given(lab, pool, endpoint):
    admin = minio.MinioAdmin(endpoint=endpoint, credentials=StaticProvider(*lab.credential), http_client=pool)
    until = json.loads(admin.get_service_account("lab-web-reader"))["expiration"]
    left = datetime.datetime.fromisoformat(until.replace("Z", "+00:00")) - datetime.datetime.now(datetime.timezone.utc)
    assert datetime.timedelta(days=29, hours=23) < left <= datetime.timedelta(days=30)


def test_the_report_knows_what_is_waived(report):
    states = {check["id"]: check["state"] for item in report["items"] for check in item["checks"]}
    assert (states["E8.1"], states["E8.2"]) == ("waived", "waived")
    assert report["verdict"] == "pass"
    # it is open, and does not count
    assert states["E8.3"] == "fail"


@pytest.fixture(scope="module")
def settings():
    """Return the settings, to be given again."""
    return yaml.safe_load(SETTINGS.read_text())


def test_an_option_that_the_server_does_not_know_keeps_it_running(lab, settings):
    before = lab.pid("minio1", UNIT)
    run = lab.play(variables={**settings, "minio_server_options": ["--no-such-option=30s"]}).finish()
    assert run.process.returncode != 0
    said = " ".join(run.output.split())
    assert "--no-such-option=30s --help': Incorrect Usage: flag provided but not defined: -no-such-option" in said
    assert lab.pid("minio1", UNIT) == before
    # nor does the next boot meet it
    assert "no-such-option" not in lab.on("minio1", "cat /etc/minio/env.d/*")
    again = lab.play(variables=settings).finish()
    assert again.process.returncode == 0, again.output[-3000:]
    assert lab.pid("minio1", UNIT) == before


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MINIO_BROWSER_REDIRECT_URL", "nowhere", "Invalid MINIO_BROWSER_REDIRECT_URL value in environment variable: "),
        # it has one drive
        ("MINIO_STORAGE_CLASS_STANDARD", "EC:1", "Unable to initialize backend: "),
    ],
)
def test_a_value_with_which_the_server_would_end_keeps_it_running(lab, settings, name, value, words):
    before = lab.pid("minio1", UNIT)
    environment = {**settings["minio_server_environment"], name: value}
    given = {**settings, "minio_server_environment": environment}
    run = lab.play("hardening.minio.secure_minio", "-vvv", variables=given).finish()
    assert run.process.returncode != 0
    said = f"{UNIT} was not restarted and goes on as before: a server with its new settings ends at its start (FATAL {words}"
    assert said in " ".join(run.output.split())
    assert lab.pid("minio1", UNIT) == before
    # nothing is left of the one that was tried
    assert (
        lab.on("minio1", "ls /run | grep trial; systemctl list-units --all --plain --no-legend '*trial*'; true") == ""
    )
    assert settings["minio_server_secret_environment"]["MINIO_AUDIT_WEBHOOK_AUTH_TOKEN_siem"] not in run.output


def test_the_console_can_be_left_out(lab, pool, endpoint, settings):
    settings = dict(settings)
    del settings["minio_console_port"]
    run = lab.play(variables={**settings, "minio_server_console": False}).finish()
    assert run.process.returncode == 0, run.output[-3000:]
    assert CONSOLE not in listeners(lab, "minio1")
    assert pool.request("GET", f"https://{endpoint}/minio/health/live").status == 200


def test_secrets_of_users_and_service_accounts_are_set_again_where_that_is_asked_for(lab, working_as, settings):
    secrets = {"lab-web": "planted-second-secret-of-a-user", "lab-web-reader": "planted-second-secret-of-a-reader"}
    given = {
        **settings,
        "minio_idp_users": [{"name": "lab-web", "secret_key": secrets["lab-web"]}],
        "minio_idp_service_accounts": [
            {"access_key": "lab-web-reader", "parent": "lab-web", "secret_key": secrets["lab-web-reader"]}
        ],
    }
    options = ("--tags=minio_idp", "-vvv", "--diff")
    kept = lab.play("hardening.minio.secure_minio", *options, variables=given).finish()
    assert (kept.process.returncode, kept.total("changed")) == (0, 0), kept.output[-3000:]
    always = {**given, "minio_idp_update_secrets": "always"}
    run = lab.play("hardening.minio.secure_minio", *options, variables=always).finish()
    assert run.total("changed") == 2, run.output[-3000:]
    for name, secret in secrets.items():
        assert secret not in run.output
        # the rights are those that it had: to list one bucket, which is not there
        assert not working_as(name, secret, region="us-east-1").bucket_exists("lab-app")
    again = lab.play("hardening.minio.secure_minio", *options, variables=always).finish()
    assert again.total("changed") == 0


def test_another_root_credential_is_refused_unless_it_may_replace_the_old_one(lab, working_as, settings):
    other = {**settings, "minio_root_user": "lab-second", "minio_root_password": "planted-second-secret-of-root"}
    before = lab.pid("minio1", UNIT)
    refused = lab.play(variables=other).finish()
    assert refused.process.returncode != 0
    assert refused.total("changed") == 0
    assert lab.pid("minio1", UNIT) == before
    replaced = lab.play(variables={**other, "minio_server_replace_root_credential": True}).finish()
    assert replaced.process.returncode == 0, replaced.output[-3000:]
    assert isinstance(working_as("lab-second", other["minio_root_password"]).list_buckets(), list)
    with pytest.raises(minio.error.S3Error, match="InvalidAccessKeyId"):
        working_as(*lab.credential).list_buckets()
