# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is wrong is refused before anything changes, in a sentence that names it. One host per case, one run for all."""

from __future__ import annotations

import hashlib
import pathlib
import shutil

import pytest

from tests.integration import preflight
from tests.integration.preflight import Case, Vars

SECRET = "planted-Root-4711-secret"
UPSTREAM = {"flavour": "upstream", "version": "v0.0.0-20260212201848-7aac2a2c5b7c"}
SILO = {"flavour": "silo", "version": "RELEASE.2026-09-16T00-00-00Z"}
PROGRAM = pathlib.Path(__file__)
"""Any file will do: it is not run here."""
SUM = hashlib.sha256(PROGRAM.read_bytes()).hexdigest()
OTHER = "ab" * 32
FILE: Vars = {
    "minio_server_source": "file",
    "minio_server_file": str(PROGRAM),
    "minio_server_sha256": SUM,
    "minio_server_release": SILO,
}
ON_NODES: Vars = {**FILE, "minio_server_file_remote": True}
ADOPTED: Vars = {
    "running": True,
    "installed": True,
    "takes_options": True,
    "console_port": 9090,
    "release": SILO,
    "root_credential": {"present": True, "changes": False},
}


ROLE = "minio_server"
COMMON: Vars = {"minio_root_user": "keeper", "minio_root_password": SECRET}
CASES: dict[str, Case] = {
    "good": Case({}, {}, ()),
    "good_file": Case(FILE, {}, ()),
    "good_adopted": Case({"minio_server_source": "installed"}, ADOPTED, ()),
    "adopted_keeps_its_credential": Case(
        {"minio_server_source": "installed", "minio_root_user": "", "minio_root_password": ""},
        {**ADOPTED, "root_credential": {"present": True, "changes": None}},
        (),
    ),
    "no_credential": Case(
        {"minio_root_user": "", "minio_root_password": ""},
        {},
        ("minio_root_user and minio_root_password are not set", "minioadmin"),
    ),
    "no_password": Case({"minio_root_password": ""}, {}, ("minio_root_password is not",)),
    "no_user": Case({"minio_root_user": ""}, {}, ("minio_root_user is not",)),
    "short_user": Case({"minio_root_user": "ab"}, {}, ("minio_root_user has 2 characters",)),
    "published_user": Case({"minio_root_user": "minioadmin"}, {}, ("minio_root_user is a name that everybody tries",)),
    "published_password": Case(
        {"minio_root_password": "minioadmin"}, {}, ("minio_root_password is a published default",)
    ),
    "same": Case({"minio_root_user": SECRET}, {}, ("minio_root_password is the same as minio_root_user",)),
    "short_password": Case({"minio_root_password": "planted-9"}, {}, ("minio_root_password has 9 characters",)),
    "replaced_root": Case(
        {"minio_server_source": "installed"},
        {**ADOPTED, "root_credential": {"present": True, "changes": True}},
        ("minio_server_replace_root_credential", "access keys"),
    ),
    "replaced_root_on_purpose": Case(
        {"minio_server_source": "installed", "minio_server_replace_root_credential": True},
        {**ADOPTED, "root_credential": {"present": True, "changes": True}},
        (),
    ),
    "address_of_its_own_without_tls": Case(
        {"minio_server_source": "installed"},
        {**ADOPTED, "plain_urls": [{"name": "MINIO_SERVER_URL", "url": "http://m1:9000", "tls": "https://m1:9000"}]},
        (),
    ),
    "address_of_another_without_tls": Case(
        {"minio_server_source": "installed"},
        {**ADOPTED, "plain_urls": [{"name": "MINIO_SERVER_URL", "url": "http://s3.example.net", "tls": None}]},
        ("runs with MINIO_SERVER_URL = http://s3.example.net, which is neither", "minio_server_environment"),
    ),
    "address_of_another_given_with_tls": Case(
        {
            "minio_server_source": "installed",
            "minio_server_environment": {"MINIO_SERVER_URL": "https://s3.example.net"},
        },
        {**ADOPTED, "plain_urls": [{"name": "MINIO_SERVER_URL", "url": "http://s3.example.net", "tls": None}]},
        (),
    ),
    "foreign_files": Case(
        {},
        {"drives": [{"path": "/srv", "exists": True, "on_root": False, "foreign": True, "claim": None}]},
        ("/srv on foreign_files holds files",),
    ),
    "nothing_installed": Case(
        {"minio_server_source": "installed"}, {}, ("systemd knows no unit minio on nothing_installed",)
    ),
    "config_file_in_the_way": Case(
        {"minio_server_source": "installed"},
        {
            **ADOPTED,
            "config_env_file": "/etc/minio.conf",
            "config_env_names": ["MINIO_BROWSER", "MINIO_REGION", "MINIO_ROOT_USER"],
        },
        ("/etc/minio.conf (MINIO_CONFIG_ENV_FILE) sets MINIO_BROWSER, MINIO_ROOT_USER on",),
    ),
    "config_file_not_in_the_way": Case(
        {"minio_server_source": "installed"},
        {**ADOPTED, "config_env_file": "/etc/minio.conf", "config_env_names": ["MINIO_REGION"]},
        (),
    ),
    "unit_without_options": Case(
        {"minio_server_source": "installed"},
        {**ADOPTED, "takes_options": False, "console_port": 9001},
        ("does not pass $MINIO_OPTS", "9001"),
    ),
    "unit_without_options_but_the_same_ports": Case(
        {"minio_server_source": "installed"}, {**ADOPTED, "takes_options": False}, ()
    ),
    "secret_in_environment": Case(
        {"minio_server_environment": {"MINIO_IDENTITY_LDAP_LOOKUP_BIND_PASSWORD": SECRET}},
        {},
        ("minio_server_environment names MINIO_IDENTITY_LDAP_LOOKUP_BIND_PASSWORD", "minio_server_secret_environment"),
    ),
    "foreign_name_in_environment": Case(
        {"minio_server_environment": {"LD_PRELOAD": "/tmp/x.so"}},
        {},
        ("minio_server_secret_environment names LD_PRELOAD",),
    ),
    "secret_where_secrets_belong": Case(
        {"minio_server_secret_environment": {"MINIO_AUDIT_WEBHOOK_AUTH_TOKEN_siem": SECRET}}, {}, ()
    ),
    "unidentified_file": Case({**FILE, "minio_server_release": None}, {}, ("minio_server_release is not set",)),
    "no_sum": Case({**FILE, "minio_server_sha256": None}, {}, ("minio_server_sha256 is ''",)),
    "closed_host": Case(
        {**FILE, "minio_server_source": "url", "minio_server_url": "https://dl.min.io/server/minio"},
        {},
        ("closed for good (HTTP 410)",),
    ),
    "unknown_architecture": Case({}, {"architecture": "riscv64"}, ("there is no silo release for riscv64",)),
    "known_holes": Case(
        {"minio_server_source": "upstream"}, {}, ("CVE-2026-40344", "fixed in silo RELEASE.2026-09-16T00-00-00Z")
    ),
    "known_holes_of_an_adopted_server": Case(
        {"minio_server_source": "installed"},
        {**ADOPTED, "release": UPSTREAM},
        ("CVE-2026-40344", "minio_server_accept_advisories"),
    ),
    "unknown_adopted_server": Case(
        {"minio_server_source": "installed"},
        {**ADOPTED, "release": {"flavour": None, "version": None, "commit": None}},
        (),
    ),
    "stated_identity_of_an_adopted_server": Case(
        {"minio_server_source": "installed", "minio_server_release": UPSTREAM},
        {**ADOPTED, "release": {"flavour": None, "version": None, "commit": None}},
        ("CVE-2026-40344",),
    ),
    "acceptance_of_nothing": Case(
        {"minio_server_accept_advisories": {"CVE-1": "x"}}, {}, ("names 'CVE-1', which is no advisory",)
    ),
    "acceptance_without_reason": Case(
        {"minio_server_accept_advisories": {"SN-2026-015": ""}}, {}, ("accepts SN-2026-015 without a reason",)
    ),
    "condition_as_text": Case({"minio_server_console": "no"}, {}, ("minio_server_console is text", "true or false")),
    "unknown_key": Case(
        {**FILE, "minio_server_release": {**SILO, "sum": "x"}},
        {},
        ("minio_server_release has the key 'sum'", "known are commit, flavour, sha256, version"),
    ),
    "list_as_text": Case(
        {"minio_server_options": "--sftp"}, {}, ("minio_server_options is text: it has to be a list",)
    ),
    "option_without_a_dash": Case(
        {"minio_server_options": ["--sftp=address=:8022", "ssh-private-key=/etc/minio/sftp/host"]},
        {},
        ("minio_server_options has ssh-private-key=/etc/minio/sftp/host, which belongs to no option",),
    ),
    "option_and_value_as_two_entries": Case({"minio_server_options": ["--sftp", "address=:8022"]}, {}, ()),
    "volume_among_the_options_of_the_deployment": Case(
        {"minio_server_source": "installed"},
        {**ADOPTED, "other_options": ["--idle-timeout=60s", "/data"]},
        ("MINIO_OPTS of volume_among_the_options_of_the_deployment has /data", "put volumes into MINIO_VOLUMES"),
    ),
    "capabilities_of_the_program": Case(
        {"minio_server_source": "installed"},
        {**ADOPTED, "file_capabilities": ["CAP_NET_BIND_SERVICE"]},
        (
            "/usr/local/bin/minio on capabilities_of_the_program has CAP_NET_BIND_SERVICE",
            "setcap -r /usr/local/bin/minio",
        ),
    ),
    "capability_that_the_program_needs": Case(
        {"minio_server_source": "installed"},
        {**ADOPTED, "wanted_api_port": 443, "file_capabilities": ["CAP_NET_BIND_SERVICE"]},
        (),
    ),
    "secrets_as_text": Case(
        {"minio_server_secret_environment": f"MINIO_TOKEN={SECRET}"},
        {},
        ("minio_server_secret_environment is text: it has to be a dictionary",),
    ),
    "wrong_sum": Case(
        {**FILE, "minio_server_sha256": "ab" * 31}, {}, ("minio_server_sha256 is", "64 hexadecimal digits")
    ),
    "file_beside_the_playbook": Case({**FILE, "minio_server_file": "program"}),
    "sum_in_capitals": Case({**FILE, "minio_server_sha256": SUM.upper()}),
    "missing_file": Case(
        {**FILE, "minio_server_file": "/nowhere/minio"},
        {},
        (
            "minio_server_file is /nowhere/minio, which is no file that can be read on the controller: give the path",
            "in minio_server_file_remote whether it is on the hosts themselves",
        ),
    ),
    "folder": Case(
        {**FILE, "minio_server_file": str(PROGRAM.parent)}, {}, ("which is no file that can be read on the controller",)
    ),
    "other_file": Case(
        {**FILE, "minio_server_sha256": OTHER, "minio_server_member": "minio"},
        {},
        (
            f"minio_server_file is {PROGRAM} with SHA-256 {SUM} on the controller, and minio_server_sha256 is {OTHER}: "
            "give the file with that sum",
        ),
    ),
    "file_on_the_node": Case(ON_NODES),
    "missing_file_on_the_node": Case(
        {**ON_NODES, "minio_server_file": "/nowhere/minio"},
        {},
        (
            "minio_server_file is /nowhere/minio, which is no file that can be read on missing_file_on_the_node: give the path",
        ),
    ),
    "other_file_on_the_node": Case(
        {**ON_NODES, "minio_server_sha256": OTHER},
        {},
        (
            f"with SHA-256 {SUM} on other_file_on_the_node, and minio_server_sha256 is {OTHER}: give the file with that sum",
        ),
    ),
    "program_in_place_and_its_file_gone": Case(
        {**FILE, "minio_server_file": "/nowhere/minio"}, {"binary": str(PROGRAM)}
    ),
    "downgrade": Case(
        {**FILE, "minio_server_release": {**SILO, "version": "RELEASE.2026-09-03T13-18-01Z"}},
        ADOPTED,
        ("would get an older server", "RELEASE.2026-09-03T13-18-01Z is wanted"),
    ),
    "back_to_upstream": Case({"minio_server_source": "upstream"}, ADOPTED, ("would get an older server",)),
    "on_to_silo": Case({}, {**ADOPTED, "release": UPSTREAM}, ()),
}


def node(volumes: str, names: str, own: str = "", unknown: str = "") -> Vars:
    """Return what a node tells of the volumes: the hosts that they name, those that it is, and those that it does not know."""
    return {
        "wanted_volumes": volumes,
        "hosts": names.split(),
        "own_hosts": own.split(),
        "unknown_hosts": unknown.split(),
    }


TWO = ("https://m{1...2}:9000/data", "m1 m2")
NO_NODE = "put every host of the deployment into the group minio, and no other"
SAME = "put every host of the deployment into the group minio once"
DEPLOYMENTS: dict[str, dict[str, Case]] = {
    "each_is_one": {"m1": Case({}, node(*TWO, "m1")), "m2": Case({}, node(*TWO, "m2"))},
    "not_all_managed": {"m1": Case({}, node(*TWO, "m1"), ("minio_volumes names 2 hosts (m1, m2) and the group minio has 1",))},
    "one_too_many": {
        "m1": Case({}, node(*TWO, "m1")),
        "m2": Case({}, node(*TWO, "m2")),
        "m3": Case({}, node(*TWO), ("m3 is not in the group minio: put every host of the deployment there",), ("others",)),
    },
    "another_host": {
        "m1": Case({}, node(*TWO, "m1")),
        "m9": Case({}, node(*TWO), ("m9 is none of the hosts that minio_volumes names (m1, m2)", NO_NODE)),
    },
    "names_that_a_node_does_not_know": {"m1": Case({}, node(*TWO, "", "m1")), "m2": Case({}, node(*TWO, "m2"))},
    "one_host_twice": {
        "m1": Case({}, node(*TWO, "m1"), (f"m1 and m1-again are the same host, m1 of those that minio_volumes names (m1, m2): {SAME}",)),
        "m1-again": Case({}, node(*TWO, "m1"), (f"m1 and m1-again are the same host, m1 of those that minio_volumes names (m1, m2): {SAME}",)),
    },
    "one_host_by_both_names": {"m1": Case({}, node(*TWO, "m1 m2")), "m2": Case({}, node(*TWO, "m1 m2"))},
    "several_servers_on_one_host": {"m1": Case({}, node("https://m1:9000/d1 https://m1:9001/d2", "m1", "m1"))},
    "a_server_alone": {"m1": Case({}, node("/data{1...4}", ""))},
    "plain_http": {"m1": Case({}, node("http://m1:9000/data", "m1", "m1"), ("minio_volumes is http://m1:9000/data: write https://",))},
    "one_pool_plain_http": {
        name: Case({}, node("https://m1:9000/data http://m2:9000/data", "m1 m2", name), ("http://m2:9000/data: write https://",))
        for name in ("m1", "m2")
    },
    "started_with_other_volumes": {
        name: Case(
            {"minio_server_source": "installed"},
            {**ADOPTED, **node(f"https://m{{1...2}}:9000/{path}", "m1 m2", name)},
            (
                "MinIO would start with https://m{1...2}:9000/data on m1 and https://m{1...2}:9000/old on m2",
                "every node of a deployment is started with the same volumes, so set minio_volumes",
            ),
        )
        for name, path in (("m1", "data"), ("m2", "old"))
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> preflight.Answers:
    """Run the preflight of all cases."""
    folder = tmp_path_factory.mktemp("preflight")
    (folder / "files").mkdir()
    shutil.copyfile(PROGRAM, folder / "files" / "program")
    return preflight.run(folder, ROLE, CASES, COMMON)


@pytest.mark.parametrize("name", CASES)
def test_preflight(answers, name):
    answers.check(name, CASES[name])


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_nodes_of_a_deployment(tmp_path, name):
    answers = preflight.run(tmp_path, ROLE, DEPLOYMENTS[name], COMMON)
    for host, case in DEPLOYMENTS[name].items():
        answers.check(host, case)


def test_output_at_high_verbosity_shows_no_secret(answers):
    assert preflight.PLANTED not in answers.output
