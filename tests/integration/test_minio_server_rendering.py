# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role makes of the settings and the deployment it finds. One host per case, one run for all."""

from __future__ import annotations

import pytest

from tests import collection
from tests.integration import preflight
from tests.integration.preflight import Case, Vars

ROLE = "minio_server"
SECRET = "planted-Root-4711-secret"
COMMON: Vars = {
    "minio_root_user": "keeper",
    "minio_root_password": SECRET,
    "minio_server_source": "installed",
}
ADOPTED: Vars = {
    "running": True,
    "installed": True,
    "takes_options": True,
    "console_port": 9090,
    "root_credential": {"present": True, "changes": False},
}
FTP = ["--ftp", "address=:8021", "--ftp", "passive-port-range=30000-40000"]
OURS = "--certs-dir /etc/minio/certs --address :9000 --console-address :9090"

OPTIONS = {
    "options_of_the_deployment": (Case({}, {**ADOPTED, "other_options": FTP}), f"{OURS} {' '.join(FTP)}"),
    "options_of_both": (
        Case({"minio_server_options": ["--idle-timeout=60s", *FTP[2:]]}, {**ADOPTED, "other_options": FTP}),
        f"{OURS} {' '.join(FTP)} --idle-timeout=60s",
    ),
    "options_of_the_role": (Case({"minio_server_options": FTP}, ADOPTED), f"{OURS} {' '.join(FTP)}"),
}
SHOWN = {
    "files_of_the_deployment": (
        Case({}, {**ADOPTED, "named_files": ["/etc/minio/ca", "/home/minio-user/root", "/tmp/kes/client.key"]}),
        ["BindReadOnlyPaths=-/home/minio-user/root -/tmp/kes/client.key"],
    ),
    "files_of_the_role": (
        Case(
            {
                "minio_server_environment": {
                    "MINIO_ETCD_CLIENT_CERT": "/root/etcd.crt",
                    "MINIO_NOTIFY_KAFKA_QUEUE_DIR_siem": "/var/tmp/queue",
                    "MINIO_NOTIFY_KAFKA_QUEUE_LIMIT_siem": 10,
                },
                "minio_server_secret_environment": {
                    "MINIO_KMS_SECRET_KEY_FILE": "/home/key",
                    "MINIO_NOTIFY_KAFKA_SASL_PASSWORD_siem": f"/home/{SECRET}",
                },
            },
            ADOPTED,
        ),
        ["BindReadOnlyPaths=-/root/etcd.crt -/home/key", "BindPaths=-/var/tmp/queue"],
    ),
    "files_of_both": (
        Case(
            {
                "minio_server_writable_paths": ["/home/log"],
                "minio_server_options": ["--sftp=ssh-private-key=/home/host"],
            },
            {
                **ADOPTED,
                "config_env_file": "/home/config.env",
                "unit_options": ["--sftp", "trusted-user-ca-key=/home/users"],
                "named_files": ["/home/config.env", "/home/host", "/home/log"],
            },
        ),
        ["BindReadOnlyPaths=/home/config.env /home/users /home/host", "BindPaths=-/home/log"],
    ),
    "nothing_hidden": (Case({}, {**ADOPTED, "named_files": ["/etc/minio/ca", "/homes/ca"]}), []),
}
CASES = {name: case for name, (case, _wanted) in {**OPTIONS, **SHOWN}.items()}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> preflight.Answers:
    """Have the role look at all cases."""
    shown = (
        "{'options': __minio_server_plain_variables.MINIO_OPTS, 'drop_in': lookup('ansible.builtin.template', '%s')}"
    )
    template = collection.CHECKOUT / "roles" / ROLE / "templates" / "hardening.conf.j2"
    return preflight.run(tmp_path_factory.mktemp("rendering"), ROLE, CASES, COMMON, shown=shown % template)


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_and_its_value_stay_together(answers, name):
    assert answers.told[name] == "passed"
    assert answers.shown[name]["options"] == OPTIONS[name][1]


@pytest.mark.parametrize("name", SHOWN)
def test_files_that_the_server_is_told_of_are_shown_to_it(answers, name):
    assert answers.told[name] == "passed"
    assert [line for line in answers.shown[name]["drop_in"].splitlines() if line.startswith("Bind")] == SHOWN[name][1]
