# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys move to another place by KES's own program; what proves that they are there does so, and only then.

Real KES, OpenBao and MinIO; AWS is moto.
"""

from __future__ import annotations

import io
import json
import pathlib
import shutil
import subprocess
import time
import typing as t
import uuid

import pytest
import urllib3
from ansible_collections.hardening.minio.plugins.filter.kes_config import kes_config
from minio import Minio, S3Error
from minio.sse import SseKMS

from tests.integration.module import run
from tests.integration.servers.authority import Authority
from tests.integration.servers.doubles.aws import Aws
from tests.integration.servers.kes import KesServer
from tests.integration.servers.minio import MinioServer
from tests.integration.servers.openbao import OpenBao
from tests.lab import binaries

KEYS = ["test-bucket", "test-default"]
OBJECTS = {"by-default": "test-default", "by-name": "test-bucket"}
BUCKET = "moving"
# docs/policies/vault.hcl for another engine and prefix
RULES = """
path "{data}other/*"   {{ capabilities = ["create", "read"] }}
path "{metadata}other" {{ capabilities = ["list"] }}
"""


class Target(t.NamedTuple):
    """Another place for keys, as minio_kes_backend and its settings name it."""

    backend: str
    settings: dict[str, t.Any]

    def written(self, directory: pathlib.Path) -> dict[str, t.Any]:
        return kes_config(self.settings, self.backend, prefix="test-", directory=str(directory))


def a_place(openbao: OpenBao, version: str) -> dict[str, t.Any]:
    """Make an engine for keys, with a login that has the published rights there; returns minio_kes_vault for it."""
    engine = f"kv{version}-{uuid.uuid4()}"
    openbao.bao("secrets", "enable", f"-path={engine}", f"-version={version}", "kv")
    data, metadata = ("", "") if version == "1" else ("data/", "metadata/")
    rules = RULES.format(data=f"{engine}/{data}", metadata=f"{engine}/{metadata}")
    openbao.bao("policy", "write", engine, "-", text=rules)
    role_id, secret_id = openbao.approle(engine, engine)
    login = {"id": role_id, "secret": secret_id}
    return {**openbao.settings, "engine": engine, "version": f"v{version}", "prefix": "other", "approle": login}


@pytest.fixture(params=["kv1", "kv2", "aws"])
def target(
    request: pytest.FixtureRequest, openbao: OpenBao, tmp_path: pathlib.Path, authority: Authority
) -> t.Iterator[Target]:
    """Return a place in which there are no keys yet."""
    if request.param != "aws":
        yield Target("vault", a_place(openbao, request.param[-1]))
        return
    (tmp_path / "aws").mkdir()
    aws = Aws(tmp_path / "aws", authority)
    aws.start()
    login = {"accesskey": aws.key_id, "secretkey": aws.secret}
    settings = {"region": "eu-central-1", "endpoint": aws.url, "credentials": login}
    yield Target("aws", {**settings, "ca": aws.ca_path.read_text()})
    aws.close()


@pytest.fixture
def kes(start_kes: t.Callable[..., KesServer], openbao: OpenBao) -> KesServer:
    """Return a KES of one's own with two keys."""
    server = start_kes(vault=a_place(openbao, "2"))
    for name in KEYS:
        assert server.ask("PUT", f"/v1/key/create/{name}")[0] == 200
    return server


def sample(kes: KesServer, **options: t.Any) -> dict[str, t.Any]:
    pair = {"client_cert": str(kes.client.certificate), "client_key": str(kes.client.key), "ca_path": str(kes.ca_path)}
    return run("kes_key_sample", {"endpoints": [kes.url], "prefix": "test-", **pair, **options})


def attempt(
    target: Target, samples: list[dict[str, str]], folder: pathlib.Path, check: bool = False
) -> dict[str, t.Any]:
    """Try the target with a KES that is not the one which serves; what it is started with is gone afterwards."""
    directory = folder / "trial"
    written = target.written(directory)
    result = run(
        "kes_key_trial",
        {
            "samples": samples,
            "backend": target.backend,
            "keystore": written["block"],
            "environment": written["environment"],
            "files": written["files"],
            "directory": str(directory),
            "program": str(binaries.path("kes")),
            "timeout": 300,
        },
        check=check,
        timeout=600,
    )
    assert not directory.exists()
    assert "Traceback" not in result["_raw"]
    for secret in written["environment"].values():
        assert secret not in result["_raw"] or secret.startswith("/")
    return result


def migrate(kes: KesServer, target: Target, folder: pathlib.Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Copy the keys as docs/moving-keys.md says; the logins of the two places have names of their own."""
    written = target.written(folder)
    for file in written["files"]:
        path = pathlib.Path(file["path"])
        path.parent.mkdir(exist_ok=True)
        path.write_text(file.get("content") or file["secret_content"])
    block = json.dumps(written["block"]).replace("${KES_", "${NEW_KES_")
    to = folder / "to.yml"
    # of all the rest only what KES takes no configuration without
    rest = {name: kes.config[name] for name in ("version", "admin", "tls")}
    to.write_text(json.dumps({**rest, "keystore": json.loads(block)}))
    renamed = {name.replace("KES_", "NEW_KES_"): value for name, value in written["environment"].items()}
    return subprocess.run(
        [str(binaries.path("kes")), "migrate", *options, "--from", str(kes.config_path), "--to", str(to), "test-*"],
        env={**kes.environment, **renamed},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def point(kes: KesServer, target: Target) -> None:
    """Have the KES that serves look for its keys at the target."""
    written = target.written(kes.directory)
    for file in written["files"]:
        path = pathlib.Path(file["path"])
        path.parent.mkdir(exist_ok=True)
        path.write_text(file.get("content") or file["secret_content"])
    kes.stop()
    kes.config["keystore"], kes.environment = written["block"], written["environment"]
    kes.start()


def read(client: Minio, name: str) -> bytes:
    answer = client.get_object(BUCKET, name)
    try:
        return answer.read()
    finally:
        answer.close()
        answer.release_conn()


def test_keys_move_and_what_is_encrypted_stays_readable(
    kes: KesServer, target: Target, start_minio: t.Callable[..., MinioServer], tmp_path: pathlib.Path
):
    minio = start_minio(drives=1, environment={**kes.minio_environment, "MINIO_KMS_AUTO_ENCRYPTION": "on"})
    pool = urllib3.PoolManager(ca_certs=str(minio.ca_path), timeout=60, retries=False)
    client = Minio(f"127.0.0.1:{minio.port}", minio.access_key, minio.secret_key, http_client=pool)
    client.make_bucket(BUCKET)
    for name, key in OBJECTS.items():
        content = name.encode()
        client.put_object(BUCKET, name, io.BytesIO(content), len(content), sse=SseKMS(key, {}))
    taken = sample(kes, existing=["test-default"], names=["test-not-there"])
    assert taken["listed"] and [one["name"] for one in taken["samples"]] == KEYS, taken

    refused = attempt(target, taken["samples"], tmp_path)
    assert refused.get("failed") and refused["msg"] == "test-bucket, test-default missing there"

    moved = migrate(kes, target, tmp_path)
    assert moved.returncode == 0 and "2 keys successfully" in moved.stdout, moved.stdout + moved.stderr
    for check in (True, False):
        proven = attempt(target, taken["samples"], tmp_path, check)
        assert not proven.get("failed") and proven["proven"] == KEYS and not proven["changed"], proven

    point(kes, target)
    deadline = time.monotonic() + 300
    for name in OBJECTS:
        while True:
            try:
                assert read(client, name) == name.encode()
                break
            except S3Error:
                # for half a minute MinIO asks no KES that it has missed
                assert time.monotonic() < deadline
                time.sleep(1)
    minio.close()


def test_another_key_of_the_same_name_is_told(
    kes: KesServer, target: Target, start_kes: t.Callable[..., KesServer], tmp_path: pathlib.Path
):
    samples = sample(kes)["samples"]
    there = start_kes()
    point(there, target)
    assert there.ask("PUT", "/v1/key/create/test-bucket")[0] == 200
    refused = attempt(target, samples, tmp_path)
    assert refused["msg"] == "test-default missing there and test-bucket there with another content"
    # the program ends at a key that is there, and goes past it where it is told to
    stopped = migrate(kes, target, tmp_path)
    assert stopped.returncode != 0 and "key already exists" in stopped.stdout + stopped.stderr
    merged = migrate(kes, target, tmp_path, "--merge")
    assert merged.returncode == 0, merged.stdout + merged.stderr
    assert attempt(target, samples, tmp_path)["msg"] == "test-bucket there with another content"


def test_settings_that_do_not_work_are_told_with_the_reason(kes: KesServer, openbao: OpenBao, tmp_path: pathlib.Path):
    samples = sample(kes)["samples"]
    settings = a_place(openbao, "2")
    wrong = {**settings["approle"], "secret": "planted-secret-id"}
    refused = attempt(Target("vault", {**settings, "approle": wrong}), samples, tmp_path)
    assert refused["msg"].startswith("KES does not start with these settings: ")
    assert "minio_kes_vault.approle" in refused["msg"] and "planted" not in refused["_raw"]
    elsewhere = Target("vault", {**settings, "prefix": "forbidden"})
    refused = attempt(elsewhere, samples, tmp_path)
    assert "refuses to decrypt with test-bucket" in refused["msg"] and "minio_kes_vault" in refused["msg"]


def test_keys_in_use_that_kes_does_not_know_are_told(kes: KesServer):
    refused = sample(kes, existing=["test-default", "test-lost"])
    assert refused["msg"] == f"{kes.url} does not know test-lost, with which data is encrypted"


def test_more_keys_than_kes_lists_prove_nothing(start_kes: t.Callable[..., KesServer], tmp_path: pathlib.Path):
    """KES lists 1024 keys, and its program copies as many and calls that success."""
    kes = start_kes()
    assert kes.ask("PUT", "/v1/key/create/test-0")[0] == 200
    for number in range(1, 1026):
        shutil.copy(kes.directory / "keys" / "test-0", kes.directory / "keys" / f"test-{number}")
    assert "has more keys than KES lists" in sample(kes)["msg"]
    to = tmp_path / "to.yml"
    to.write_text(json.dumps({**kes.config, "keystore": {"fs": {"path": str(tmp_path / "keys")}}}))
    command = [str(binaries.path("kes")), "migrate", "--from", str(kes.config_path), "--to", str(to), "test-*"]
    copied = subprocess.run(command, env={}, capture_output=True, text=True, check=True, timeout=300)
    assert "successfully" in copied.stdout
    assert len(list((tmp_path / "keys").iterdir())) < 1026


def test_a_policy_without_listing_gives_what_is_named(kes: KesServer):
    allowed = kes.config["policy"]["minio"]["allow"]
    allowed.remove("/v1/key/list/*")
    kes.stop()
    kes.start()
    taken = sample(kes, names=["test-default", "test-not-there"])
    assert not taken["listed"] and [one["name"] for one in taken["samples"]] == ["test-default"]


def test_files_outside_of_the_folder_are_refused(kes: KesServer, tmp_path: pathlib.Path):
    wanted = {
        "samples": [],
        "backend": "vault",
        "keystore": {},
        "program": "/nowhere",
        "directory": str(tmp_path / "trial"),
    }
    refused = run("kes_key_trial", {**wanted, "files": [{"path": "/etc/passwd", "content": "x"}]})
    assert "files holds /etc/passwd" in refused["msg"]


@pytest.mark.parametrize(("option", "value"), [("program", "/nowhere/kes"), ("directory", "/nowhere/trial")])
def test_a_trial_that_cannot_start_is_told(tmp_path: pathlib.Path, option: str, value: str):
    wanted = {
        "samples": [],
        "backend": "vault",
        "keystore": {},
        "program": "/bin/false",
        "directory": str(tmp_path / "trial"),
    }
    refused = run("kes_key_trial", {**wanted, option: value})
    assert refused["msg"].endswith(f"No such file or directory: '{value}'")
    assert not (tmp_path / "trial").exists()
