# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run that is killed again and again, each time later, and then left alone; and what it leaves of the secrets.

All runs are as talkative as Ansible can be, and every command line is watched.
"""

from __future__ import annotations

import json
import re
import time
import types

import pytest

from tests.lab import planted
from tests.lab.lab import VARIABLES

# the task that has just begun when the controller dies: while certificates change, when the server's settings are written
# and KES runs but has no key yet, while the nodes restart, and before the packet filter is confirmed
MOMENTS = [
    "minio_tls : Install the certificates",
    "minio_kes : Create the keys that may be missing",
    "minio : Wait until every node takes part",
    "minio_firewall : See that the controller still reaches the S3 port",
]
ROLLBACK = 20
# work for every phase: certificates, KES, a joint restart, identities, packet filter
CHANGES = {
    "minio_tls_certificates": [{"name": "s3.lab.example"}, {"name": "second.lab.example"}],
    "minio_kes_keys": ["minio-second"],
    "minio_kes_cache": {"any": "4m0s", "unused": "20s", "offline": "1h0m0s"},
    "minio_server_environment": {"MINIO_SCANNER_SPEED": "slow"},
    "minio_idp_users": [
        {"name": "lab-web", "secret_key": "planted-user-secret-in-the-lab"},
        {"name": "lab-second", "secret_key": "planted-secret-of-the-second-user"},
    ],
    "minio_idp_service_accounts": [
        {"access_key": "lab-second-1", "parent": "lab-second", "secret_key": "planted-secret-of-a-service-account"}
    ],
    "minio_firewall_api_sources": ["192.0.2.0/24", "198.51.100.0/24", "2001:db8::/64"],
    "minio_firewall_rollback": ROLLBACK,
}
TABLE = "nft --stateless list table inet hardening_minio"


@pytest.fixture(scope="module")
def secrets(lab):
    """Return every secret that the runs are given."""
    given = VARIABLES.read_text() + json.dumps(CHANGES)
    return {*re.findall(r"planted-[a-z-]+", given), json.loads((lab.home / "kms.json").read_text())["secret"]}


@pytest.fixture(scope="module")
def story(lab):
    """Kill runs, let two end, and return their outputs and what was seen meanwhile."""
    temporary = lab.home / "temporary"
    report = f"{lab.home}/report.json,{lab.home}/report.html"
    options = {
        "variables": CHANGES,
        "environment": {
            "ANSIBLE_LOCAL_TEMP": str(temporary), "ANSIBLE_REMOTE_TEMP": str(temporary), "TMPDIR": str(temporary),
            "MINIO_CHECKLIST_REPORT": report,
        },
    }  # fmt: skip
    temporary.mkdir(exist_ok=True)
    host = lab.hosts("minio")[0]
    told = types.SimpleNamespace(outputs=[], table=lab.ssh(host, TABLE).stdout)
    with planted.CommandLines(lab, lab.hosts("minio") + lab.hosts("kes")) as command_lines:
        for moment in MOMENTS:
            run = lab.play("hardening.minio.secure_minio", "-vvv", "--diff", "--skip-tags=minio_checklist", **options)
            run.reach(f"TASK [hardening.minio.{moment}]")
            time.sleep(0.5)
            run.kill()
            told.outputs.append(run.output)
        told.armed = lab.on(host, TABLE)
        time.sleep(ROLLBACK + 5)
        told.reverted = lab.ssh(host, TABLE).stdout
        told.converging = lab.play("hardening.minio.secure_minio", "-vvv", "--diff", **options).finish()
        told.again = lab.play("hardening.minio.secure_minio", "-vvv", "--diff", **options).finish()
    told.outputs += [told.converging.output, told.again.output]
    told.command_lines = command_lines.seen
    yield told
    # as the other tests expect it
    assert lab.play().finish().process.returncode == 0


def test_rules_that_nobody_confirmed_revert(story):
    assert "198.51.100.0/24" in story.armed
    assert "198.51.100.0/24" not in story.reverted
    assert story.reverted == story.table


def test_the_next_run_finishes_the_work(story):
    assert story.converging.process.returncode == 0, story.converging.output[-3000:]
    assert story.converging.total("failed") == 0


def test_nothing_is_left_to_do(story):
    assert story.again.process.returncode == 0, story.again.output[-3000:]
    assert story.again.total("changed") == 0


def test_the_work_is_done(lab, story):
    for host in lab.hosts("minio"):
        pid = lab.pid(host, "minio")
        assert "MINIO_SCANNER_SPEED=slow" in lab.on(host, f"tr '\\0' '\\n' < /proc/{pid}/environ")
        assert lab.on(
            host,
            "openssl s_client -connect localhost:9000 -servername second.lab.example < /dev/null 2> /dev/null"
            " | openssl x509 -noout -ext subjectAltName",
        ).endswith("DNS:second.lab.example")


def test_no_output_holds_a_secret(story, secrets):
    for output in story.outputs:
        assert not [secret for secret in secrets if secret in output]
        assert "PRIVATE KEY-----" not in output


def test_the_outputs_are_talkative(story):
    """Else the test before this one proves nothing."""
    for output in story.outputs:
        assert '"module_args"' in output
    assert "+++ after" in story.converging.output


def test_no_command_line_holds_a_secret(story, secrets):
    for host, lines in story.command_lines.items():
        assert len(lines) > 10, host
        assert not [line for line in lines for secret in secrets if secret in line], host


def test_hosts_hold_secrets_only_where_services_read_them(lab, story, secrets):
    for host in lab.hosts("minio"):
        assert planted.search(lab, host, secrets) == ["/etc/minio/env.d/10-minio_server.env"]
    for host in lab.hosts("kes"):
        assert planted.search(lab, host, secrets) == ["/etc/kes/kes.env", "/etc/kes/kes.env.proven"]


def test_the_controller_is_left_without_secrets(lab, story, secrets):
    # what the tests themselves have written
    own = {"kms.json", "variables.json", "playbook.yml", "all.yml"}
    paths = [path for path in lab.home.rglob("*") if path.is_file() and path.name not in own]
    assert {"report.json", "report.html"} <= {path.name for path in paths}
    assert [path for path in paths for secret in secrets if secret.encode() in path.read_bytes()] == []


def test_a_provided_private_key_is_shown_nowhere(lab, story):
    host = lab.hosts("minio")[0]
    key = lab.on(host, "cat /etc/minio/certs/private.key")
    certificate = lab.on(host, "cat /etc/minio/certs/public.crt")
    lab.on(host, "rm /etc/minio/certs/private.key /etc/minio/certs/public.crt")
    pair = {"name": "default", "certificate": certificate + "\n", "private_key": key + "\n"}
    play = {
        "hosts": host,
        "gather_facts": False,
        "tasks": [{"ansible.builtin.include_role": {"name": "hardening.minio.minio_tls"}}],
    }
    provided = {
        "minio_tls_source": "provided",
        "minio_tls_certificates": [pair],
        "minio_tls_trusted_cas": [{"name": "issuer", "certificate": lab.ca.read_text()}],
    }
    with planted.CommandLines(lab, [host]) as command_lines:
        run = lab.play([play], "-vvv", "--diff", variables=provided).finish()
    assert run.process.returncode == 0, run.output[-3000:]
    assert run.total("changed") > 0
    secret = key.splitlines()[1]
    assert secret not in run.output
    assert not [line for lines in command_lines.seen.values() for line in lines if secret in line]
    assert planted.search(lab, host, [secret]) == ["/etc/minio/certs/private.key"]
