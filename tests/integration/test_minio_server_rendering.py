# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role makes of the settings and the deployment it finds. One host per case, one run for all."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._evidence import minio
from ansible_collections.hardening.minio.plugins.module_utils._evidence.context import Context

from tests import collection
from tests.integration import preflight
from tests.integration.preflight import Case, Vars
from tests.lab import binaries

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
NONE = ["CapabilityBoundingSet=", "AmbientCapabilities=", "PrivateUsers=yes"]
DECIDED = [line.partition("=")[0] for line in NONE]
# an empty value takes back what the unit of somebody else's gives
BIND = [*NONE[:2], f"{NONE[0]}CAP_NET_BIND_SERVICE", f"{NONE[1]}CAP_NET_BIND_SERVICE", "PrivateUsers=no"]
PORTS = {
    "high_ports": (Case({"minio_server_options": ["--ftp=address=[::1]:8021", *FTP[2:]]}, ADOPTED), NONE),
    "low_port_of_the_api": (Case({}, {**ADOPTED, "wanted_api_port": 443}), BIND),
    "low_port_of_the_console": (Case({}, {**ADOPTED, "wanted_console_port": 1023}), BIND),
    "low_port_of_no_console": (Case({"minio_server_console": False}, {**ADOPTED, "wanted_console_port": 443}), NONE),
    "low_port_of_ftp": (Case({}, {**ADOPTED, "other_options": ["--ftp", "address=:21"]}), BIND),
    "low_port_for_data": (Case({"minio_server_options": ["--ftp=passive-port-range=1000-1100"]}, ADOPTED), BIND),
    "low_port_of_the_unit": (Case({}, {**ADOPTED, "unit_options": ["--sftp=address=0.0.0.0:22"]}), BIND),
}
CASES = {name: case for name, (case, _wanted) in {**OPTIONS, **SHOWN, **PORTS}.items()}


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


@pytest.mark.parametrize("name", PORTS)
def test_the_right_to_a_low_port_where_the_server_has_one(answers, name):
    assert answers.told[name] == "passed"
    told = answers.shown[name]["drop_in"].splitlines()
    assert [line for line in told if line.partition("=")[0] in DECIDED] == PORTS[name][1]


def sandboxed(drop_in: str) -> list[str]:
    """Return the command that gives a program what a drop-in leaves it of capabilities, on a host without other ports."""
    given = [line.partition("=")[2] for line in drop_in.splitlines() if line.startswith("CapabilityBoundingSet=")]
    kept = "".join(f",+{name[4:].lower()}" for name in given[-1].split())
    return [
        *("unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"),
        *("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"),
        *(f"--{kind}=-all{kept}" for kind in ("inh-caps", "ambient-caps", "bounding-set")),
    ]


@pytest.fixture
def start() -> t.Iterator[t.Callable[[str], subprocess.Popen]]:
    """Start a MinIO at port 443 as an account with a home of its own."""
    with contextlib.ExitStack() as stack:

        def start(drop_in: str) -> subprocess.Popen:
            home = stack.enter_context(tempfile.TemporaryDirectory())
            os.chown(home, 65534, 65534)
            program = shutil.copy(binaries.path("minio"), pathlib.Path(home, "minio"))
            command = [*sandboxed(drop_in), program, "server", "--address", ":443", f"{home}/data"]
            environment = {"HOME": home, "MINIO_CI_CD": "1", "MINIO_ROOT_USER": "keeper", "MINIO_ROOT_PASSWORD": SECRET}
            process = subprocess.Popen(
                command, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            stack.callback(process.communicate)
            stack.callback(process.kill)
            return process

        yield start


def said(process: subprocess.Popen, word: str) -> bool:
    """Tell whether a server says a word before it ends."""
    assert process.stdout is not None
    return any(word in line for line in process.stdout)


def test_a_server_starts_at_a_low_port_with_what_it_is_given(answers, start):
    assert said(start(answers.shown["high_ports"]["drop_in"]), "cap_net_bind_service")
    process = start(answers.shown["low_port_of_the_api"]["drop_in"])
    assert said(process, "API: http://")
    found = minio.collect(Context(params={"release": None, "secrets_key": None}, minio_pid=process.pid))
    assert found is not None
    assert found["sandbox"]["capabilities"]["effective"] == ["CAP_NET_BIND_SERVICE"]
    assert found["sandbox"]["excess_capabilities"] == []
