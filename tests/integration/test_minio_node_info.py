# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_node_info against real MinIO processes on loopback."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import time
import typing as t

import pytest

from tests.integration.api import Api
from tests.integration.module import run
from tests.integration.servers.authority import Authority
from tests.integration.servers.kes import KesServer
from tests.integration.servers.minio import ROOT_PASSWORD, ROOT_USER, MinioServer
from tests.integration.servers.process import ServerProcess, free_port
from tests.lab import binaries

PLANTED = "planted-node-secret-91c4"
Facts = t.Dict[str, t.Any]


def gather(pid: int, **params: t.Any) -> Facts:
    """Return the evidence of the MinIO server with this process id."""
    result = run("minio_node_info", {"pid": pid, **params})
    assert not result.get("failed"), result
    assert result["changed"] is False
    for secret in (ROOT_PASSWORD, ROOT_USER, PLANTED):
        assert secret not in result["_raw"]
    return result["evidence"]


@pytest.fixture(scope="module")
def server(start_minio: t.Callable[..., MinioServer]) -> MinioServer:
    """A server with secrets in every place that an environment has, and a misspelt name."""
    return start_minio(
        drives=2,
        environment={
            "MINIO_AUDIT_WEBHOOK_ENABLE_one": "on",
            "MINIO_AUDIT_WEBHOOK_ENDPOINT_one": f"https://user:{PLANTED}@127.0.0.1:9/services/{PLANTED}",
            "MINIO_AUDIT_WEBHOOK_AUTH_TOKEN_one": PLANTED,
            "MINIO_PROMETHEUS_AUTH_TYPE": "public",
            "MINIO_ROOT_PASWORD": PLANTED,
            "HTTPS_PROXY": f"http://user:{PLANTED}@127.0.0.1:9",
        },
    )


def test_everything_about_a_server(server: MinioServer):
    evidence = gather(server.pid, secrets_key="key of this run")
    minio = evidence["minio"]
    assert minio["process"]["pid"] == server.pid
    assert minio["process"]["uid"] == os.geteuid()
    assert minio["process"]["exe"] == str(binaries.path("minio"))
    assert minio["process"]["hides_secrets"] is True
    assert 0 < minio["process"]["age"] < 3600
    assert minio["account"]["unprivileged"] is (os.geteuid() != 0)
    assert minio["release"]["flavour"] == "upstream"
    assert minio["release"]["source"] == "module"
    assert minio["release"]["version"].startswith("v0.0.0-")
    assert minio["release"]["sha256"] is None
    assert minio["command"]["volumes"] == [str(drive) for drive in server.drives]
    assert minio["command"]["certs_dir"] == str(server.certs_dir)
    assert minio["command"]["api_port"] == server.port
    assert minio["command"]["console"] == {
        "state": "fixed",
        "address": f"127.0.0.1:{server.console_port}",
        "port": server.console_port,
    }
    assert {entry["port"]: entry["purpose"] for entry in minio["listeners"]} == {
        server.port: "api",
        server.console_port: "console",
    }
    assert [entry["path"] for entry in minio["files"]["data"]] == [str(drive) for drive in server.drives]
    assert [entry["path"] for entry in minio["files"]["tls"]] == [str(server.certs_dir / "private.key")]
    assert minio["root_credential"]["verdict"] == "strong"
    assert minio["environment"]["unknown_names"] == ["MINIO_ROOT_PASWORD"]
    assert minio["environment"]["values"]["MINIO_AUDIT_WEBHOOK_ENDPOINT_one"] == "https://127.0.0.1:9"
    assert set(minio["environment"]["fingerprints"]) <= set(minio["environment"]["names"])
    assert minio["settings"]["metrics_authenticated"] is False
    assert minio["settings"]["self_update_disabled"] is True
    assert minio["sandbox"]["no_new_privileges"] is not None
    assert minio["sandbox"]["private_tmp"] is not True
    assert minio["sandbox"]["homes_hidden"] is False
    assert evidence["host"]["name"] and evidence["host"]["clock"]["time"] > 0


def test_every_topic(minio_kms: MinioServer, kes: KesServer):
    """run() holds what is returned against the documentation; here no topic may be missing."""
    canaries = Api("minio_canary", minio_kms)
    evidence = gather(
        minio_kms.pid,
        kes_pid=kes.process.pid,
        secrets_key="key of this run",
        domains=["s3.example.net"],
        canaries=canaries.ok()["canaries"],
        scan_iam=True,
        controller_time=time.time(),
    )
    canaries.ok(state="absent")
    assert {topic for topic, facts in evidence.items() if not facts or "error" in facts} == set()
    tls = evidence["tls"]
    assert tls["api"]["trusted"] is tls["console"]["trusted"] is tls["pairs"][0]["served"] is True
    assert tls["domains"] == [{"name": "s3.example.net", "own": False}]
    assert (tls["store"]["problems"], len(tls["store"]["authorities"])) == ([], 1)
    assert evidence["kes"]["listeners"] == [{"address": "127.0.0.1", "port": kes.port, "purpose": "kes"}]
    assert (evidence["kes"]["release"]["declared"], evidence["kes"]["release"]["sha256"]) == (False, None)
    assert evidence["kes"]["config"]["path"] == str(kes.config_path)
    assert evidence["kes"]["tls"]["anonymous"] is False
    assert evidence["kes_client"]["path"] == str(kes.client.certificate)
    assert evidence["kes_client"]["servers"] == [{"endpoint": kes.url, "trusted": True}]
    assert evidence["kes_client"]["certificate"]["fingerprint"] in evidence["kes"]["config"]["identities"]
    assert set(evidence["firewall"]["ports"]) == {"api", "console", "kes"}
    assert evidence["canary"]["encrypted"] is True
    assert evidence["stored_iam"]["drives"] == len(minio_kms.drives)


@functools.lru_cache
def checksum(program: str) -> str:
    """Return the SHA-256 of a program that the tests run."""
    return hashlib.sha256(binaries.path(program).read_bytes()).hexdigest()


def test_check_mode_says_the_same(server: MinioServer):
    params = {"pid": server.pid}
    normal, checked = (run("minio_node_info", params, check=check)["evidence"]["minio"] for check in (False, True))
    for facts in (normal, checked):
        facts["process"].pop("age")
    assert normal == checked


def test_fingerprints_need_a_key_and_agree_under_it(server: MinioServer):
    assert gather(server.pid)["minio"]["environment"]["fingerprint"] is None
    first, again, other = (
        gather(server.pid, secrets_key=key)["minio"]["environment"]["fingerprint"] for key in ("one", "one", "two")
    )
    assert first == again != other


def test_a_declared_release_is_believed_for_its_executable_only(server: MinioServer):
    declared = {
        "flavour": "silo",
        "version": "RELEASE.2026-09-16T00-00-00Z",
        "commit": "0123abc",
        "sha256": checksum("minio"),
    }
    release = gather(server.pid, release=declared)["minio"]["release"]
    assert (release["flavour"], release["version"], release["source"]) == ("silo", declared["version"], "declared")
    assert (release["sha256"], release["declared_matches"]) == (checksum("minio"), True)
    release = gather(server.pid, release={**declared, "sha256": "0" * 64})["minio"]["release"]
    assert (release["flavour"], release["source"], release["declared_matches"]) == ("upstream", "module", False)


def test_a_pinned_executable_needs_no_identity(server: MinioServer):
    release = gather(server.pid, release={"sha256": ["0" * 64, checksum("minio")]})["minio"]["release"]
    assert (release["flavour"], release["source"], release["declared_matches"]) == ("upstream", "module", True)


def test_a_declared_kes_is_believed_for_its_executable_only(server: MinioServer, kes: KesServer):
    declared = {"version": "2026-01-02T03-04-05Z", "sha256": checksum("kes").upper()}
    release = gather(server.pid, kes_pid=kes.process.pid, kes_release=declared)["kes"]["release"]
    assert (release["version"], release["source"], release["supported"]) == (declared["version"], "declared", True)
    assert (release["sha256"], release["declared"], release["declared_matches"]) == (checksum("kes"), True, True)
    declared["sha256"] = "0" * 64
    release = gather(server.pid, kes_pid=kes.process.pid, kes_release=declared)["kes"]["release"]
    assert (release["source"], release["supported"], release["declared_matches"]) == ("module", True, False)


class Custom:
    """A MinIO server with a command line, an environment and an executable of the test's own."""

    def __init__(self, directory: pathlib.Path) -> None:
        self.directory = directory
        self.drive = directory / "drive"
        self.drive.mkdir()
        self.port = free_port()
        self.process: ServerProcess | None = None

    def start(
        self,
        *options: str,
        environment: dict[str, str] | None = None,
        program: str | pathlib.Path | None = None,
        before: t.Sequence[str] = (),
    ) -> int:
        """Start it; returns the process id once it listens."""
        argv = [
            *before,
            program or binaries.path("minio"),
            "server",
            "--address",
            f"127.0.0.1:{self.port}",
            *options,
            self.drive,
        ]
        self.process = ServerProcess(argv, {"MINIO_CI_CD": "1", **(environment or {})}, self.directory / "log")
        self.process.start(
            lambda: (
                f":{self.port}"
                in subprocess.run(
                    ["ss", "-Hltn", f"sport = :{self.port}"], capture_output=True, text=True, check=True
                ).stdout
            )
        )
        return self.process.pid


@pytest.fixture
def custom(tmp_path: pathlib.Path) -> t.Iterator[Custom]:
    """Return a server that the test starts as it wants."""
    one = Custom(tmp_path)
    yield one
    if one.process:
        one.process.stop()


def test_the_worst_server(custom: Custom):
    minio = gather(custom.start())["minio"]
    assert minio["root_credential"]["verdict"] == "default"
    assert minio["command"]["console"]["state"] == "random"
    assert [entry["purpose"] for entry in minio["listeners"]].count(None) >= 1
    assert minio["settings"]["self_update_disabled"] is False
    assert minio["unit"] is None
    assert minio["restart"] is None
    assert minio["kms"]["kinds"] == []
    assert minio["process"]["core"]["disabled"] in (True, False)


def test_a_certificate_without_its_key(custom: Custom, authority: Authority):
    """What cannot be read is told, and is not taken for good."""
    pair = authority.issue("keyless")
    certs_dir = custom.directory / "certs"
    certs_dir.mkdir()
    shutil.copy(pair.certificate, certs_dir / "public.crt")
    shutil.copy(pair.key, certs_dir / "private.key")
    pid = custom.start("--certs-dir", str(certs_dir))
    (certs_dir / "private.key").unlink()
    (found,) = gather(pid)["tls"]["pairs"]
    assert (found["private"], found["mode"], found["matches"]) == (None, None, None)
    assert "private.key" in found["problem"]


@pytest.mark.parametrize(("owner", "protected"), [(0, True), (65534, False)])
def test_who_may_add_a_ca(custom: Custom, owner: int, protected: bool):
    """Without a certificate and a CA as well."""
    certs_dir = custom.directory / "certs"
    certs_dir.mkdir()
    os.chown(certs_dir, owner, -1)
    store = gather(custom.start("--certs-dir", str(certs_dir)))["tls"]["store"]
    assert (store["protected"], store["authorities"], store["problems"]) == (protected, [], [])


def test_files_that_the_server_reads_itself(custom: Custom):
    password, config = custom.directory / "password", custom.directory / "config.env"
    password.write_text(PLANTED)
    password.chmod(0o644)
    config.write_text(f'export MINIO_ROOT_USER="root-{PLANTED}"\nMINIO_BROWSER=off\nMINIO_UPDATE=off\n')
    config.chmod(0o600)
    pid = custom.start(
        environment={
            "MINIO_ROOT_USER": "given-first",
            "MINIO_ROOT_PASSWORD_FILE": str(password),
            "MINIO_CONFIG_ENV_FILE": str(config),
        }
    )
    minio = gather(pid)["minio"]
    assert minio["environment"]["pending"] == []
    assert minio["environment"]["values"]["MINIO_BROWSER"] == "off"
    assert minio["command"]["console"]["state"] == "off"
    assert minio["root_credential"] == {
        "verdict": "strong",
        "source": "MINIO_ROOT_PASSWORD",
        "deprecated_names": False,
    }
    files = {entry["source"]: entry for entry in minio["environment"]["files"]}
    assert files["MINIO_ROOT_PASSWORD_FILE"]["protected"] is False
    assert minio["environment"]["protected"] is False
    assert files["MINIO_CONFIG_ENV_FILE"]["mode"] == "0600"
    assert files["MINIO_CONFIG_ENV_FILE"]["secrets"] == ["MINIO_ROOT_USER"]
    # written again, what it set is not known any more
    config.write_text("MINIO_BROWSER=on\n")
    minio = gather(pid, secrets_key="key")["minio"]
    assert minio["environment"]["pending"] == ["MINIO_BROWSER", "MINIO_CONFIG_ENV_FILE"]
    assert "MINIO_BROWSER" not in minio["environment"]["values"]
    assert minio["environment"]["fingerprint"] is None
    assert minio["command"]["console"]["state"] is None


def test_an_executable_that_does_not_identify_itself(custom: Custom):
    """The module line taken out of the build information: the executable has to be asked, and tells no release."""
    program = custom.directory / "renamed"
    shutil.copy(binaries.path("minio"), program)
    content = program.read_bytes()
    assert b"\nmod\tgithub.com/minio/minio\t" in content
    program.write_bytes(content.replace(b"\nmod\tgithub.com/minio/minio\t", b"\nxxx\tgithub.com/minio/minio\t"))
    checksum = hashlib.sha256(program.read_bytes()).hexdigest()
    pid = custom.start(program=program)
    release = gather(pid)["minio"]["release"]
    assert (release["flavour"], release["version"], release["commit"]) == (None, "DEVELOPMENT.GOGET", None)
    assert (release["source"], release["module"]["sum"]) == ("executable", None)
    declared = {"flavour": "upstream", "version": "RELEASE.2025-10-15T17-29-55Z", "sha256": checksum}
    # what runs counts, not what lies in its place since
    program.unlink()
    minio = gather(pid, release=declared)["minio"]
    assert (minio["release"]["version"], minio["release"]["source"]) == (declared["version"], "declared")
    assert (minio["process"]["exe"], minio["process"]["exe_replaced"]) == (str(program), True)


def test_a_secret_on_a_command_line_above_the_server(custom: Custom):
    shell = [
        "sh",
        "-c",
        '"$@" & echo $! >"$0"; wait',
        str(custom.directory / "pid"),
        "env",
        f"MINIO_ROOT_PASSWORD={PLANTED}",
    ]
    # env hands over to the server, and its own arguments with it; the shell's stay for everybody to read
    custom.start(before=shell, environment={"MINIO_ROOT_USER": "root-of-all"})
    pid = int((custom.directory / "pid").read_text())
    try:
        assert gather(pid)["minio"]["process"]["hides_secrets"] is False
    finally:
        os.kill(pid, 15)


def test_several_servers_are_not_guessed_between(server: MinioServer, custom: Custom):
    custom.start()
    minio = run("minio_node_info")["evidence"]["minio"]
    assert list(minio) == ["error"]
    assert "choose one by option service" in minio["error"]


def test_several_kes_are_not_guessed_between(
    server: MinioServer, kes: KesServer, start_kes: t.Callable[..., KesServer]
):
    other = start_kes()
    found = gather(server.pid)["kes"]
    other.close()
    assert list(found) == ["error"]
    assert "choose one by option kes_service" in found["error"]


def test_wrong_input():
    minio = run("minio_node_info", {"pid": os.getpid()})["evidence"]["minio"]
    assert minio == {"error": f"option pid: process {os.getpid()} is no minio server"}
    result = run("minio_node_info", {"pid": 1, "service": "minio"})
    assert result["failed"] and "mutually exclusive" in result["msg"]
    result = run("minio_node_info", {"release": {"flavour": "upstream"}})
    assert result["failed"] and "sha256" in result["msg"]


def test_the_evidence_stays_small(server: MinioServer):
    assert len(json.dumps(gather(server.pid, secrets_key="key")["minio"])) < 16_000
