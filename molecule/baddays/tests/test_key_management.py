# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""KES that is down or refuses what it is given, and a key management system that is sealed, gone, or lets nobody in."""

from __future__ import annotations

import json

import pytest

BAO = "BAO_ADDR=https://127.0.0.1:8200 BAO_CACERT=/etc/openbao/ca.crt"
TOKEN = """BAO_TOKEN=$(python3 -c 'import json; print(json.load(open("/etc/openbao/init.json"))["root_token"])')"""
# how it breaks, how it is repaired, and what the run says
SEALED = (
    f"{TOKEN}; export BAO_TOKEN; {BAO} /opt/lab/bao operator seal",
    f"{BAO} /etc/openbao/unseal",
    "https://openbao:8200 is sealed: unseal it first, as KES cannot start without it",
)
STOPPED = ("systemctl stop openbao", "systemctl start openbao", "openbao:8200 does not answer: ")


def _vault(lab, **approle):
    settings = json.loads((lab.home / "kms.json").read_text())["settings"]
    return {**settings, "approle": {**settings["approle"], **approle}}


def test_kes_that_is_down_is_named_by_the_audit_and_left_as_it_is(lab, processes):
    lab.on("kes2", "systemctl stop kes")
    before = processes()
    run = lab.play("hardening.minio.audit_minio").finish()
    assert run.process.returncode != 0
    assert "The checklist is not met. Open: " in run.output
    assert run.total("changed") == 0
    assert before["kes2"] == "0"
    assert processes() == before


def test_kes_that_is_down_is_started_again(lab, client, processes):
    for host in lab.hosts("kes"):
        lab.on(host, "systemctl stop kes")
    before = processes()
    path = lab.home / "down.json"
    audit = lab.play(
        "hardening.minio.audit_minio",
        variables={"minio_checklist_canary": True},
        environment={"MINIO_CHECKLIST_REPORT": str(path)},
    ).finish()
    assert audit.process.returncode != 0
    # a server that stores nothing is judged all the same
    checks = {check["id"]: check for item in json.loads(path.read_text())["items"] for check in item["checks"]}
    stored = checks["E8.2"]["hosts"]["cluster"]
    assert (stored["state"], "cannot put " in stored["reason"]) == ("unknown", True)
    assert {told["state"] for told in checks["B2.1"]["hosts"].values()} == {"pass"}

    run = lab.play().finish()
    assert run.process.returncode == 0, run.output[-3000:]
    after = processes()
    assert "0" not in after.values()
    assert {host: after[host] for host in lab.hosts("minio")} == {host: before[host] for host in lab.hosts("minio")}
    assert client.works_at("minio1")


@pytest.mark.parametrize(("breaks", "repairs", "sentence"), [SEALED, STOPPED], ids=["sealed", "stopped"])
def test_without_its_key_management_system_nothing_changes(lab, client, processes, breaks, repairs, sentence):
    before = processes()
    lab.on("openbao", breaks)
    try:
        run = lab.play(variables={"minio_kes_keys": ["minio-never"]}).finish()
    finally:
        lab.on("openbao", repairs)
    assert run.process.returncode != 0
    assert sentence in run.output
    assert run.total("changed") == 0
    assert processes() == before
    assert client.works_at("minio2")


def test_a_wrong_credential_changes_nothing(lab, client, processes):
    before = processes()
    run = lab.play(variables={"minio_kes_vault": _vault(lab, secret="planted-wrong-secret-id")}).finish()
    assert run.process.returncode != 0
    assert "https://openbao:8200 refuses the login with minio_kes_vault.approle (status 400)" in run.output
    assert "planted-wrong-secret-id" not in run.output
    assert run.total("changed") == 0
    assert processes() == before
    assert client.works_at("minio3")


def test_what_one_kes_refuses_is_put_back_on_all(lab, client, processes):
    configurations = {host: lab.on(host, "sha256sum /etc/kes/config.yml") for host in lab.hosts("kes")}
    before = processes()
    run = lab.play(variables={"minio_kes_cache": {"any": "7m0s", "unused": "1m0s", "offline": "1h0m0s"}})
    run.reach("minio_kes : See whether it runs with that")
    # the process may not read it any more when it is told to
    lab.on("kes1", "chown root:root /etc/kes/config.yml && chmod 600 /etc/kes/config.yml")
    run.finish()
    assert run.process.returncode != 0
    assert "kes1: KES refuses its new configuration and goes on with the old one: " in run.output
    assert "Put back as before: /etc/kes/config.yml" in run.output
    assert {host: lab.on(host, "sha256sum /etc/kes/config.yml") for host in lab.hosts("kes")} == configurations
    assert processes() == before
    assert [client.works_at(node) for node in lab.hosts("minio")] == [True, True, True]
