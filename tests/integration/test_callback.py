# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The callback and the judge in real runs: every way a task can end, on every ansible-core that this machine can have."""

from __future__ import annotations

import json
import pathlib
import shutil
import subprocess

import pytest
import yaml
from ansible_collections.hardening.minio.plugins.plugin_utils._checklist import catalogue

from tests import collection
from tests.integration.callback.play import JUDGE, SECRET, Run, hosts, run

WARNINGS = ("[WARNING]", "[DEPRECATION WARNING]", "Traceback")
NODES = ("minio1", "minio2", "leaves", "breaks")
ABSENT = "there is no evidence of this host: it was unreachable, or did not come this far"


def environments() -> list[tuple[str, pathlib.Path]]:
    """Return the Python of every ansible-core that there is an environment for; made where it is missing."""
    made = subprocess.run(
        [str(collection.CHECKOUT / "tests" / "environments"), "main", "2.16", "2.18", "2.21"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    rows = (line.split(" ", 1) for line in made.stdout.splitlines())
    return [(name, pathlib.Path(folder) / "bin" / "python") for name, folder in rows]


def states(report: dict, host: str) -> dict[str, str]:
    return {
        check["id"]: check["hosts"][host]["state"]
        for item in report["items"]
        for check in item["checks"]
        if host in check["hosts"]
    }


def reasons(report: dict, host: str) -> set[str | None]:
    return {
        check["hosts"][host]["reason"]
        for item in report["items"]
        for check in item["checks"]
        if host in check["hosts"] and check["hosts"][host]["state"] == "unknown"
    }


def situations(folder: pathlib.Path, *arguments: str, **options) -> Run:
    return run(folder, hosts(*NODES, gone=True), *arguments, **options)


@pytest.fixture(scope="module")
def everything(tmp_path_factory) -> Run:
    return situations(tmp_path_factory.mktemp("everything"), "-vvv")


def test_marks_tell_what_became_of_each_item(everything):
    assert everything.marks() == [
        "✗ R1 Define group policies on MinIO or the selected identity provider: failed on gone in 'Loop'",
        "✓ R2 Define individual access policies on MinIO or the selected identity provider: applied (item 1 of 25)",
        "✓ R4 Grant firewall access to the S3 API port: applied (item 2 of 25)",
        "✗ E1 Download and install KES: failed on breaks, kes1, leaves, minio1, minio2 in 'Fail without harm'",
        "✓ E2 Enable TLS for KES: applied (item 3 of 25)",
        "✓ E3 Generate private and public keys for KES: applied (item 4 of 25)",
        "✓ E4 Generate private and public keys for MinIO: applied (item 5 of 25)",
        "✓ E5 Create a KES configuration file and start the service: applied (item 6 of 25)",
        "✓ E6 Generate an external key for the KMS: applied (item 7 of 25)",
        "✓ E7 Connect MinIO to the KES: applied (item 8 of 25)",
        "✓ E8 Enable server-side encryption: applied (item 9 of 25)",
        "✗ T1 Enable TLS: failed on breaks in 'Fail midway'",
    ]


def test_hosts_that_gave_no_evidence_are_unknown(everything):
    for host in ("gone", "breaks", "leaves"):
        assert set(states(everything.report, host).values()) == {"unknown", "not_applicable"}
        assert ABSENT in reasons(everything.report, host)
    assert states(everything.report, "minio1")["T1.2"] == "pass"
    assert states(everything.report, "kes1")["E2.1"] == "pass"
    # nor is anything that needs the evidence of all
    asks_nothing = {check.id for check in catalogue.checks("cluster") if not check.asks}
    assert {
        name for name, state in states(everything.report, "cluster").items() if state == "pass"
    } & asks_nothing == set()
    assert any(str(reason).startswith("there is no evidence of ") for reason in reasons(everything.report, "cluster"))
    assert (everything.report["verdict"], everything.report["mode"]) == ("fail", "audit")
    assert everything.status != 0


def test_secrets_appear_nowhere(everything):
    written = (everything.folder / "report.json").read_text()
    assert SECRET not in everything.stdout + everything.stderr + written


def test_the_report_is_the_same_on_every_core_and_nothing_warns(tmp_path):
    reports = {}
    for name, python in environments():
        folder = tmp_path / name
        folder.mkdir()
        # nothing else may warn either: every host answers
        finished = run(folder, hosts(*NODES), python=python)
        output = finished.stdout + finished.stderr
        assert [line for line in output.splitlines() if any(word in line for word in WARNINGS)] == [], name
        reports[name] = {**finished.report, "generated": None}, finished.marks(), finished.status
    assert set(reports) >= {"main", "2.16", "2.18"}
    for name, found in reports.items():
        assert found == reports["main"], name


@pytest.mark.parametrize("fail_on", [["required", "high"], []])
def test_without_the_callback_gate_and_artifacts_are_the_same_and_the_table_shows_once(tmp_path, fail_on):
    inventory = {**hosts("minio1"), "all": {"vars": {"fail_on": fail_on}}}
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    shown = {"ANSIBLE_SHOW_CUSTOM_STATS": "1"}
    enabled = run(tmp_path / "with", inventory, playbook=JUDGE, environment=shown)
    disabled = run(
        tmp_path / "without",
        inventory,
        playbook=JUDGE,
        environment={**shown, "ANSIBLE_CALLBACKS_ENABLED": "ansible.posix.timer"},
    )
    assert enabled.status == disabled.status == (2 if fail_on else 0)
    assert artifacts(enabled) == artifacts(disabled)
    assert artifacts(enabled)["summary"]["verdict"] == ("fail" if fail_on else "pass")
    assert artifacts(enabled)["minio1"]["T1.2"] == "pass"
    assert enabled.stdout.count("\nREQUIRED STEPS\n") == disabled.stdout.count("\nREQUIRED STEPS\n") == 1
    assert enabled.stdout.index("PLAY RECAP") < enabled.stdout.index("REQUIRED STEPS")
    assert disabled.stdout.index("REQUIRED STEPS") < disabled.stdout.index("PLAY RECAP")
    assert not (tmp_path / "without" / "report.json").exists()


def artifacts(finished: Run) -> dict:
    """Return the custom statistics of a run, without the time."""
    text = finished.stdout[finished.stdout.index("CUSTOM STATS") :]
    line = next(line for line in text.splitlines() if "RUN: " in line)
    found = json.loads(line.partition("RUN: ")[2])["minio_checklist"]
    found["summary"].pop("generated")
    return found


def test_check_mode_marks_only_what_was_done_all_the_same(tmp_path):
    finished = run(tmp_path, hosts("minio1"), "--check", playbook=only(tmp_path, "R1"))
    assert finished.marks() == []
    finished = run(tmp_path, hosts("minio1"), "--check", playbook=only(tmp_path, "R1", check_mode=False))
    assert finished.marks() == [
        "✓ R1 Define group policies on MinIO or the selected identity provider: applied (item 1 of 25)"
    ]


def only(folder: pathlib.Path, item: str, **keywords: bool) -> pathlib.Path:
    """Return a play of one command under an item."""
    task = {"name": "Do it", "ansible.builtin.command": "true", "vars": {"minio_checklist_item": item}, **keywords}
    path = folder / "only.yml"
    path.write_text(yaml.safe_dump([{"hosts": "minio", "gather_facts": False, "tasks": [task]}]))
    return path


def test_tags_leave_the_rest_not_evaluated(tmp_path):
    finished = run(tmp_path, hosts("minio1"), "--tags", "one")
    assert finished.status == 0
    assert finished.report["reason"] == "This run had no task that judges the checklist."
    assert finished.report["verdict"] == "fail"
    assert {state for state, number in finished.report["score"].items() if number} == {"unknown"}
    assert " ✓ applied        R1\n" in finished.stdout
    assert " ? not evaluated  R2 R4" in finished.stdout


def test_under_strategy_free_items_are_marked_when_the_play_is_over(tmp_path):
    finished = run(tmp_path, hosts("minio1", "minio2"), environment={"ANSIBLE_STRATEGY": "free"})
    marks = finished.marks()
    assert "✓ E8 Enable server-side encryption: applied (item 9 of 25)" not in finished.stdout.split("PLAY RECAP")[0]
    assert {mark.split()[1]: mark[0] for mark in marks} == {
        **dict.fromkeys(["R1", "R2", "R4", "E2", "E3", "E4", "E5", "E6", "E7", "E8"], "✓"),
        "E1": "✗",
    }


def test_a_run_that_ends_before_the_judge_says_where_in_a_few_lines(tmp_path):
    finished = run(
        tmp_path,
        hosts("breaks", gone=True),
        "--limit",
        "minio",
        environment={"MINIO_CHECKLIST_REPORT": "report.json,report.html"},
    )
    tail = finished.stdout[finished.stdout.index("MINIO SECURITY CHECKLIST") :].splitlines()
    assert tail[:3] == [
        "MINIO SECURITY CHECKLIST",
        " ✓ applied        R2 R4 E2 E3 E4 E5 E6 E7 E8",
        " ✗ failed         R1 E1 T1",
    ]
    assert len(tail) <= 14
    why = finished.report["reason"]
    assert why.startswith(
        "The run ended before the checklist was judged: gone unreachable in 'Loop': Failed to connect"
    )
    assert "breaks failed in 'Fail midway': non-zero return code" in why
    assert set(states(finished.report, "breaks").values()) == {"unknown"}
    assert finished.report["mode"] == "secure"
    assert "Not judged" in (tmp_path / "report.html").read_text()
    assert finished.status != 0


def test_runs_of_others_show_nothing(tmp_path):
    play = [{"hosts": "minio", "gather_facts": False, "tasks": [{"name": "Do it", "ansible.builtin.command": "true"}]}]
    (tmp_path / "others.yml").write_text(yaml.safe_dump(play))
    finished = run(tmp_path, hosts("minio1"), playbook=tmp_path / "others.yml")
    assert "CHECKLIST" not in finished.stdout
    assert not (tmp_path / "report.json").exists()


def test_a_report_that_cannot_be_written_is_a_sentence_and_the_others_are_written(tmp_path):
    (tmp_path / "taken.json").mkdir()
    wanted = "no/such/place.json,report.txt,taken.json,report.html,report.json"
    finished = run(tmp_path, hosts("minio1"), playbook=JUDGE, environment={"MINIO_CHECKLIST_REPORT": wanted})
    output = " ".join((finished.stdout + finished.stderr).split())
    assert "The report no/such/place.json was not written: No such file or directory" in output
    assert "The report taken.json was not written: Is a directory" in output
    assert "MINIO_CHECKLIST_REPORT names report.txt: a report ends with .json or .html" in output
    assert sorted(path.name for path in tmp_path.glob("report.*")) == ["report.html", "report.json"]
    assert finished.status == 2


@pytest.mark.parametrize(("fail_on", "status"), [(["required", "high"], 2), ([], 0)])
def test_a_callback_that_crashes_changes_no_exit_status_and_is_told(tmp_path, fail_on, status):
    broken = tmp_path / "collections" / "ansible_collections" / "hardening" / "minio"
    for part in ("plugins", "roles", "meta"):
        shutil.copytree(collection.CHECKOUT / part, broken / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(collection.CHECKOUT / "galaxy.yml", broken)
    (broken / "plugins" / "plugin_utils" / "_report" / "page.css").write_bytes(b"\xff\xfe")
    finished = run(
        tmp_path,
        {**hosts("minio1"), "all": {"vars": {"fail_on": fail_on}}},
        playbook=JUDGE,
        collections=tmp_path / "collections",
        environment={"MINIO_CHECKLIST_REPORT": "report.html"},
    )
    assert finished.status == status
    assert "v2_playbook_on_stats" in finished.stdout + finished.stderr
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, False), ({"ANSIBLE_FORCE_COLOR": "1"}, True), ({"NO_COLOR": "1"}, False), ({"ANSIBLE_NOCOLOR": "1"}, False)],
)
def test_colours(tmp_path, environment, coloured):
    finished = run(tmp_path, hosts("minio1"), playbook=JUDGE, environment=environment)
    assert ("\x1b[" in finished.stdout) is coloured


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"ANSIBLE_NOCOLOR": "1"}, False)]
)
def test_colours_on_a_terminal(tmp_path, environment, coloured):
    finished = run(
        tmp_path, hosts("minio1"), playbook=JUDGE, terminal=True, environment={"TERM": "xterm-256color", **environment}
    )
    assert "REQUIRED STEPS" in finished.stdout
    assert ("\x1b[" in finished.stdout) is coloured
