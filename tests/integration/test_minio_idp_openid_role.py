# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What role minio_idp does for OpenID, on a real server and a real provider; the restart is that of the test."""

from __future__ import annotations

import json
import pathlib
import sys
import typing as t

import pytest
import yaml

from tests.integration import playbook, preflight
from tests.integration.servers.authority import Authority
from tests.integration.servers.minio import ROOT_PASSWORD, MinioServer
from tests.integration.servers.oidc import CLIENT, CLIENT_SECRET, OTHER_CLIENT, PASSWORD, OidcProvider

Vars = t.Dict[str, t.Any]
NODE = "minio1.example.net"
"""Name of the only node: with dots, as inventories have them."""
POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::partners/*"]}],
}


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> t.Iterator[OidcProvider]:
    """Return an OpenID provider."""
    server = OidcProvider(tmp_path_factory.mktemp("openid"), authority)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def server(start_minio: t.Callable[..., MinioServer]) -> MinioServer:
    """Return a MinIO server of this file alone."""
    return start_minio()


@pytest.fixture
def variables(server: MinioServer, provider: OidcProvider, authority: Authority) -> Vars:
    """Return what an operator writes."""
    common = {"config_url": provider.config_url, "client_secret": CLIENT_SECRET}
    return {
        "minio_root_user": server.access_key,
        "minio_root_password": server.secret_key,
        "minio_api_url": server.url,
        "minio_api_port": server.port,
        "minio_api_ca": str(server.ca_path),
        "minio_tls_trusted_cas": [{"name": "provider", "certificate": authority.certificate.read_text()}],
        "minio_server_accept_advisories": {"CVE-2026-33322": "nobody else reaches it"},
        "minio_idp_policies": [{"name": "partners", "policy": POLICY}],
        "minio_idp_openid": [
            {**common, "client_id": CLIENT, "claim_name": "policy", "scopes": ["openid"]},
            {**common, "name": "partners", "client_id": OTHER_CLIENT, "role_policy": "partners"},
        ],
        "minio_idp_openid_probe": {
            "username": "both",
            "password": PASSWORD,
            "ca": str(authority.certificate),
            "policies": ["readonly", "writeonly"],
        },
        "minio_idp_exclusive": ["openid"],
    }


@pytest.fixture
def play(tmp_path: pathlib.Path, server: MinioServer) -> t.Callable[..., tuple[int, str]]:
    """Return a function that runs parts of the role, and returns status and output, in which no secret may be."""

    def run(parts: t.Sequence[str], variables: Vars, *options: str) -> tuple[int, str]:
        deployment = {**preflight.DEPLOYMENT, "running": True, "certs_dir": str(tmp_path), "api_host": "localhost"}
        release = {"flavour": "upstream", "version": "RELEASE.2025-10-15T17-29-55Z", "commit": None}
        facts = {
            "ansible_connection": "local",
            "ansible_host": "127.0.0.1",
            "ansible_python_interpreter": sys.executable,
            "__minio_deployment": {**deployment, "release": release, "wanted_api_port": server.port},
        }
        hosts = {NODE: {**facts, **variables}}
        tasks = [
            {"ansible.builtin.include_role": {"name": "hardening.minio.minio_idp", "tasks_from": part}}
            for part in parts
        ]
        told = {
            "ansible.builtin.debug": {
                "msg": "to load: {{ (__minio_idp_openid_kept | default({})).pending | default({}) }}"
            }
        }
        plays = [{"hosts": "all", "gather_facts": False, "tasks": [*tasks, told]}]
        (tmp_path / "playbook.yml").write_text(yaml.safe_dump(plays))
        (tmp_path / "inventory.json").write_text(json.dumps({"all": {"children": {"minio": {"hosts": hosts}}}}))
        finished = playbook.run(tmp_path, "-i", "inventory.json", *options, "playbook.yml")
        output = finished.stdout + finished.stderr
        for secret in (CLIENT_SECRET, PASSWORD, ROOT_PASSWORD):
            assert secret not in output
        return finished.returncode, output

    return run


def test_providers_from_the_inventory_to_the_proof(play, variables: Vars, server: MinioServer):
    status, output = play(["preflight", "configure", "providers"], variables, "-vvv", "--diff")
    assert status == 0, output[-3000:]
    assert f"'{NODE}': ['provider _ is stored and not loaded', 'provider partners is stored and not loaded']" in output
    # nobody is let in yet, and the role says so
    status, output = play(["prove"], variables, "-vvv")
    assert status != 0
    assert "openid provider _ is not in force there" in output
    server.restart()
    status, output = play(["preflight", "configure", "providers", "prove", "verify"], variables, "-vvv", "--diff")
    assert status == 0, output[-3000:]
    assert "changed=0" in output and "to load: {}" in output
    probe = {**variables["minio_idp_openid_probe"], "policies": ["readonly"]}
    status, output = play(["prove"], {**variables, "minio_idp_openid_probe": probe})
    assert status != 0
    assert "it is let in with readonly, writeonly instead of readonly" in output


def test_a_policy_that_is_nowhere_is_refused_before_anything_is_written(play, variables: Vars):
    providers = [{**variables["minio_idp_openid"][1], "role_policy": "nowhere"}]
    status, output = play(
        ["preflight", "configure"], {**variables, "minio_idp_openid": providers, "minio_idp_openid_probe": {}}
    )
    assert status != 0 and "changed=0" in output
    assert "providers give nowhere by role_policy, which is neither declared nor on the server" in output
