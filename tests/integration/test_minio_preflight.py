# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong with the deployment is refused before anything changes, in a sentence that names it."""

from __future__ import annotations

import pytest

from tests.integration import preflight
from tests.integration.preflight import Case

VOLUMES = "https://minio{1...4}:9000/data"
DRIVE = {"path": "/srv", "exists": True, "on_root": False, "foreign": False, "claim": None}
ROLE = "minio"
COMMON = {"minio_volumes": VOLUMES}
CASES: dict[str, Case] = {
    "good": Case({}),
    "numbers_as_text": Case({"minio_api_port": "9000", "minio_console_port": "9090", "minio_restart_timeout": "60"}),
    "same_ports": Case(
        {"minio_console_port": "9000"}, {}, ("minio_console_port 9000 is the port of the S3 API as well",)
    ),
    "port_out_of_range": Case({"minio_api_port": 90000}, {}, ("minio_api_port is 90000: it has to be 1 to 65535",)),
    "port_in_words": Case({"minio_api_port": "https"}, {}, ("minio_api_port is text: it has to be a whole number",)),
    "missing_drive": Case(
        {}, {"drives": [{**DRIVE, "exists": False}]}, ("minio_volumes names /srv, which is not there on missing_drive",)
    ),
    "drive_on_the_root_file_system": Case(
        {}, {"drives": [{**DRIVE, "on_root": True}]}, ("minio_volumes names /srv, which lies on the root file system",)
    ),
    "single_drive_in_use": Case({}, {"running": True, "drives": [{**DRIVE, "on_root": True}]}),
    "further_drive_of_a_server_in_use": Case(
        {},
        {"running": True, "drives": [DRIVE, {**DRIVE, "path": "/srv2", "on_root": True}]},
        ("minio_volumes names /srv2, which lies on the root file system",),
    ),
    "secret_as_a_number": Case({"minio_root_password": 47114711471147114711}, {}, ("minio_root_password is a number",)),
    "secret_in_a_list": Case({"minio_secret_key": ["planted-secret"]}, {}, ("minio_secret_key is a list",)),
}
VOLUME_CASES: dict[str, Case] = {
    "first": Case({}, {}, ("minio_volumes is",)),
    "second": Case(
        {"minio_volumes": "https://minio{1...3}:9000/data"},
        {},
        (
            "minio_volumes is https://minio{1...3}:9000/data on second and https://minio{1...4}:9000/data on first:",
            "every node of a deployment is started with the same volumes",
        ),
    ),
}
UNSET_CASES: dict[str, Case] = {
    "nothing_runs": Case({}, {}, ("minio_volumes is not set and no MinIO runs on nothing_runs",)),
    "a_server_runs": Case({}, {"volumes": [VOLUMES]}),
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> preflight.Answers:
    """Run the preflight of all cases."""
    return preflight.run(tmp_path_factory.mktemp("preflight"), ROLE, CASES, COMMON)


@pytest.mark.parametrize("name", CASES)
def test_preflight(answers, name):
    answers.check(name, CASES[name])


def test_output_at_high_verbosity_shows_no_secret(answers):
    assert preflight.PLANTED not in answers.output


def test_one_node_with_other_volumes(tmp_path):
    answers = preflight.run(tmp_path, "minio", VOLUME_CASES, {"minio_volumes": VOLUMES})
    for name, case in VOLUME_CASES.items():
        answers.check(name, case)


def test_volumes_that_are_not_declared(tmp_path):
    answers = preflight.run(tmp_path, "minio", UNSET_CASES, {})
    for name, case in UNSET_CASES.items():
        answers.check(name, case)
