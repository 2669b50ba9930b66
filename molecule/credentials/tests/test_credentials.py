# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Root kept out, and every credential rotated, taken back, lost and found again. The tests build on one another."""

from __future__ import annotations

import json
import time

import pytest

from tests.lab import planted

DISABLED = "InvalidAccessKeyId: Your account is disabled; please contact your administrator."
WRONG = "SignatureDoesNotMatch: "
ISSUE = "TASK [hardening.minio.minio : Issue the start on every node]"
PLACED = "TASK [hardening.minio.minio : Ask every node which restart it needs]"
WAIT = "TASK [hardening.minio.minio : Wait until every node takes part]"
AWAITED = "TASK [hardening.minio.minio_server : Prove it at the node]"
FRAGMENT = "/etc/minio/env.d/10-minio_server.env"
DROPIN = "/etc/systemd/system/minio.service.d/90-planted.conf"
HEALTH = "https://localhost:9000/minio/health/cluster"


def wrong_everywhere(deployment, credential):
    return all((answer or "").startswith(WRONG) for answer in deployment.refusals(credential).values())


def settled(deployment):
    """Wait until every node serves."""
    deadline = time.monotonic() + 300
    for node in deployment.nodes:
        while deployment.lab.ssh(node, f"curl --silent --fail --insecure {HEALTH}").returncode:
            assert time.monotonic() < deadline
            time.sleep(1)


def test_root_is_kept_out_and_automation_goes_on(deployment):
    assert deployment.refusals(deployment.root) == dict.fromkeys(deployment.nodes, DISABLED)
    assert deployment.taken_everywhere(deployment.automation)


def test_the_report_knows(deployment):
    report = json.loads((deployment.lab.home / "report.json").read_text())
    states = {check["id"]: check["state"] for item in report["items"] for check in item["checks"]}
    assert {states[name] for name in ("R2.1", "R2.2", "R2.4", "R2.6", "R2.7", "R2.8")} <= {"pass", "fixed"}


@pytest.fixture(scope="module")
def rotation(deployment, load):
    """Rotate both credentials with a client at work, and tell what was seen."""
    old = {"root": deployment.root, "automation": deployment.automation}
    new = {
        "minio_root_password": "planted-root-secret-number-two",
        "minio_secret_key": "planted-secret-key-number-two",
        "minio_previous_root_password": deployment.root[1],
        "minio_previous_secret_key": deployment.automation[1],
    }
    told = {"old": old, "secrets": {*new.values()}}
    told["foreseen"] = deployment.rotate("--check", "--diff", "-vvv", **new).finish()
    told["still"] = deployment.taken_everywhere(old["automation"])
    with load() as client, planted.CommandLines(deployment.lab, deployment.nodes) as lines:
        run = deployment.rotate("--diff", "-vvv", **new)
        run.reach(ISSUE)
        issued = time.time()
        run.reach(AWAITED)
        awaited = time.time()
        run.finish()
        # so that there is something after it as well
        deadline = time.monotonic() + 60
        while not [one for one in client.served if one[0] > awaited] and time.monotonic() < deadline:
            time.sleep(0.5)
    deployment.root = deployment.root[0], new["minio_root_password"]
    deployment.automation = deployment.automation[0], new["minio_secret_key"]
    told.update(run=run, client=client, issued=issued, awaited=awaited, lines=lines.seen)
    told["again"] = deployment.rotate("--diff", "-vvv", **new).finish()
    return told


def test_check_mode_foresees_the_rotation(rotation):
    assert rotation["foreseen"].process.returncode == 0, rotation["foreseen"].output[-3000:]
    assert rotation["foreseen"].total("changed") == 3
    assert rotation["still"]


def test_the_new_credentials_are_taken_and_the_old_ones_refused(deployment, rotation):
    assert rotation["run"].process.returncode == 0, rotation["run"].output[-3000:]
    assert deployment.taken_everywhere(deployment.automation)
    assert wrong_everywhere(deployment, rotation["old"]["automation"])
    assert deployment.refusals(deployment.root) == dict.fromkeys(deployment.nodes, DISABLED)
    for node in deployment.nodes:
        environment = deployment.lab.on(node, f"tr '\\0' '\\n' < /proc/{deployment.lab.pid(node, 'minio')}/environ")
        assert f"MINIO_ROOT_PASSWORD={deployment.root[1]}" in environment.splitlines()


def test_the_second_run_changes_nothing(rotation):
    assert rotation["again"].process.returncode == 0, rotation["again"].output[-3000:]
    assert rotation["again"].total("changed") == 0


def test_clients_miss_the_joint_restart_only(rotation):
    client = rotation["client"]
    assert client.lost == []
    assert [one for one in client.served if one[1] < rotation["issued"]]
    assert [one for one in client.served if one[0] > rotation["awaited"]]
    assert [one for one in client.refused if not rotation["issued"] - 1 < one[0] < rotation["awaited"] + 1] == []


def test_no_secret_is_shown(deployment, rotation):
    for run in (rotation["foreseen"], rotation["run"], rotation["again"]):
        assert '"module_args"' in run.output
        assert [secret for secret in rotation["secrets"] if secret in run.output] == []
    for lines in rotation["lines"].values():
        assert [line for line in lines for secret in rotation["secrets"] if secret in line] == []
    for node in deployment.nodes:
        assert planted.search(deployment.lab, node, rotation["secrets"]) == [FRAGMENT]


def test_one_node_that_does_not_come_up_takes_all_back(deployment, rotation):
    old = deployment.root
    new = old[0], "planted-root-secret-number-three"
    test = f"+/bin/sh -c '! grep -q number-three {FRAGMENT}'"
    deployment.lab.on("minio2", f"cat > {DROPIN} && systemctl daemon-reload", f"[Service]\nExecStartPre={test}\n")
    deployment.lab.on("minio2", "systemctl restart minio")
    settled(deployment)
    run = deployment.rotate("-vvv", minio_root_password=new[1], minio_restart_timeout=120).finish()
    said = " ".join(run.output.split())
    assert run.process.returncode != 0
    assert "The new root credential was not taken: " in said
    assert "minio2: minio does not take part in the cluster: its log says: " in said
    assert "The old one is in place again, and the nodes run with it" in said
    assert new[1] not in run.output and old[1] not in run.output
    settled(deployment)
    for node in deployment.nodes:
        assert "number-three" not in deployment.lab.on(node, f"cat {FRAGMENT}")
        assert deployment.lab.ssh(node, f"test -e {FRAGMENT}.previous").returncode == 1
    assert deployment.taken_everywhere(deployment.automation)
    # once nothing keeps it from coming up, the same run succeeds
    deployment.lab.on("minio2", f"rm {DROPIN} && systemctl daemon-reload")
    run = deployment.rotate(minio_root_password=new[1], minio_previous_root_password=old[1]).finish()
    assert run.process.returncode == 0, run.output[-3000:]
    deployment.root = new


def test_a_run_that_is_killed_is_finished_by_the_next_one(deployment):
    """Once when the new credential is in place and no node has it yet, and once while the nodes restart."""
    deployment.root = deployment.root[0], "planted-root-secret-after-a-kill"
    for moment in (PLACED, WAIT):
        run = deployment.rotate()
        run.reach(moment)
        time.sleep(0.5)
        run.kill()
    run = deployment.rotate().finish()
    assert run.process.returncode == 0, run.output[-3000:]
    settled(deployment)
    assert deployment.taken_everywhere(deployment.automation)
    for node in deployment.nodes:
        assert "after-a-kill" in deployment.lab.on(node, f"cat {FRAGMENT}")
        assert deployment.lab.ssh(node, f"test -e {FRAGMENT}.previous").returncode == 1
    assert deployment.rotate().finish().total("changed") == 0


def test_everything_lost_is_found_again_from_the_hosts(deployment):
    """Neither root's secret nor the secret key of automation is known any more; who reaches the hosts gets in again."""
    nobody = {"minio_access_key": "", "minio_secret_key": ""}
    root = {"minio_root_password": "planted-root-secret-found-again"}
    # root gets a new secret: the hosts hold it
    run = deployment.rotate(**nobody, **root, minio_idp_root_access=None).finish()
    assert run.process.returncode == 0, run.output[-3000:]
    deployment.root = deployment.root[0], root["minio_root_password"]
    assert deployment.refusals(deployment.root) == dict.fromkeys(deployment.nodes, DISABLED)
    # root is let in again
    run = deployment.identities(**nobody, minio_idp_root_access=True)
    assert run.process.returncode == 0, run.output[-3000:]
    assert deployment.taken_everywhere(deployment.root)
    # an old secret that is not the old one proves nothing
    wrong = {
        "minio_root_password": "planted-root-secret-not-yet",
        "minio_previous_root_password": "planted-not-the-old-one",
    }
    run = deployment.rotate(**wrong, minio_idp_root_access=None).finish()
    assert "minio_previous_root_password is not the root credential that the server has (wrong_secret)" in run.output
    assert run.total("changed") == 0
    # check mode foresees another account in automation's place, and goes on as root
    second = {"minio_access_key": "lab-second", "minio_secret_key": "planted-secret-key-of-another"}
    run = deployment.identities("--check", **second)
    assert run.process.returncode == 0, run.output[-3000:]
    assert run.recap["minio1"]["changed"] == 3
    assert all("InvalidAccessKeyId" in answer for answer in deployment.refusals(tuple(second.values())).values())
    # root gives automation a new secret key
    lost = deployment.automation
    deployment.automation = lost[0], "planted-secret-key-found-again"
    run = deployment.rotate(minio_idp_root_access=None).finish()
    assert run.process.returncode == 0, run.output[-3000:]
    assert deployment.taken_everywhere(deployment.automation) and wrong_everywhere(deployment, lost)
    # and is kept out again
    run = deployment.identities()
    assert run.process.returncode == 0, run.output[-3000:]
    assert deployment.refusals(deployment.root) == dict.fromkeys(deployment.nodes, DISABLED)
    assert deployment.identities().total("changed") == 0


def test_root_access_by_hand(deployment):
    """The same without Ansible: the fragment away, all nodes restarted together."""
    fragment = "/etc/minio/env.d/50-minio_idp.env"
    for node in deployment.nodes:
        deployment.lab.on(node, f"mv {fragment} /root/ && systemctl restart --no-block minio")
    settled(deployment)
    assert deployment.taken_everywhere(deployment.root)
    run = deployment.identities()
    assert run.process.returncode == 0, run.output[-3000:]
    assert deployment.refusals(deployment.root) == dict.fromkeys(deployment.nodes, DISABLED)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        (
            {"minio_secret_key": "planted-secret-of-nobody-at-all"},
            "minio_secret_key is not the one that the server has for minio_access_key, lab-automation",
        ),
        (
            {
                "minio_access_key": "lab-web",
                "minio_secret_key": "planted-user-secret-in-the-lab",
                "minio_idp_users": [],
            },
            "minio_access_key, lab-web, has not the rights of an administrator",
        ),
        (
            {"minio_access_key": "lab-stranger", "minio_secret_key": "planted-secret-of-a-stranger"},
            "minio_access_key is lab-stranger, which the server does not know, and root may not make it (disabled)",
        ),
        (
            {"minio_access_key": "lab-asleep", "minio_secret_key": "planted-secret-of-a-sleeper"},
            "minio_access_key is lab-asleep, which is disabled",
        ),
    ],
)
def test_nobody_is_locked_out(deployment, variables, words):
    """What cannot stand in for root is refused before anything changes."""
    administration = deployment.administration()
    administration.user_add("lab-asleep", "planted-secret-of-a-sleeper")
    administration.user_disable("lab-asleep")
    nothing = {name: [] for name in ("minio_idp_policies", "minio_idp_groups", "minio_idp_policy_attachments")}
    run = deployment.identities(**{**nothing, **variables})
    assert run.process.returncode != 0
    assert words in " ".join(run.output.split())
    assert run.total("changed") == 0


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        (
            {"minio_access_key": "lab-stranger"},
            ["minio_access_key, lab-stranger, is unknown at the server"],
        ),
        (
            {"minio_secret_key": "planted-secret-key-of-whoever", "minio_root_password": "", "minio_root_user": ""},
            ["nothing that the server takes may set the secret key of minio_access_key, lab-automation"],
        ),
        (
            {
                "minio_server_environment": {"MINIO_SCANNER_SPEED": "slow"},
                "minio_root_password": "planted-root-and-more",
            },
            ["would get other settings as well (MINIO_SCANNER_SPEED)"],
        ),
    ],
)
def test_what_cannot_be_rotated_is_refused(deployment, variables, words):
    run = deployment.rotate(**variables).finish()
    assert run.process.returncode != 0
    said = " ".join(run.output.split())
    assert [word for word in words if word not in said] == []
    assert run.total("changed") == 0
    assert deployment.taken_everywhere(deployment.automation)
