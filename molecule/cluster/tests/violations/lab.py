# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The secured lab: its hosts by SSH, its API with the vendor's own library, its certificates, and the audit of it."""

from __future__ import annotations

import concurrent.futures
import json
import os
import pathlib
import shlex
import ssl
import subprocess
import tempfile
import typing as t

import minio
import urllib3
import yaml
from minio.credentials import StaticProvider

from .authority import Authority
from .violation import NODES, Step, Violation

VARIABLES = pathlib.Path(__file__).resolve().parents[3] / "shared" / "group_vars" / "lab.yml"
SETTINGS: dict[str, t.Any] = yaml.safe_load(VARIABLES.read_text())
SHELL = (pathlib.Path(__file__).parent / "host.sh").read_text()
States = t.Dict[t.Tuple[str, str], str]
"""(check, host) -> state, the cluster's under the name "cluster"."""


def states(report: t.Mapping[str, t.Any]) -> States:
    """Return the state of every check on every host."""
    return {
        (check["id"], host): told["state"]
        for item in report["items"]
        for check in item["checks"]
        for host, told in check["hosts"].items()
    }


class Lab:
    """A secured lab of four nodes, two KES hosts and OpenBao."""

    def __init__(self, inventory: str) -> None:
        """Reach the hosts of an inventory."""
        self.inventory = inventory
        home = pathlib.Path(inventory).parent
        told = json.loads(pathlib.Path(inventory).read_text())["all"]["vars"]
        options = [*shlex.split(told["ansible_ssh_common_args"]), "-i", told["ansible_ssh_private_key_file"]]
        self._ssh = ["ssh", "-o", "BatchMode=yes", *options, "-l", told["ansible_user"]]
        self._addresses: dict[str, str] = json.loads((home / "addresses.json").read_text())
        self.authority = Authority(home / "ca", SETTINGS["minio_tls_ownca_passphrase"])
        pool = urllib3.PoolManager(ssl_context=ssl.create_default_context(cafile=str(home / "ca" / "ca.crt")))
        endpoint, login = (
            f"{self._addresses['minio1']}:9000",
            (SETTINGS["minio_root_user"], SETTINGS["minio_root_password"]),
        )
        self.admin = minio.MinioAdmin(endpoint=endpoint, credentials=StaticProvider(*login), http_client=pool)
        self.s3 = minio.Minio(endpoint=endpoint, credentials=StaticProvider(*login), http_client=pool)

    def run(self, commands: str, *hosts: str) -> list[str]:
        """Run commands as root on hosts at the same time and return what each prints; an AssertionError if they fail."""
        with concurrent.futures.ThreadPoolExecutor() as pool:
            return list(pool.map(lambda host: self._run(commands, host), hosts))

    def _run(self, commands: str, host: str) -> str:
        # in a function, so that no command reads what is to come
        script = f"{SHELL}\nsteps() {{\n{commands}\n}}\nsteps < /dev/null\n"
        done = subprocess.run(
            [*self._ssh, self._addresses[host], "sudo bash -s"],
            input=script,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{host}: {commands}: {done.stderr}"
        return done.stdout

    def certify(self, host: str, path: str, **changed: t.Any) -> None:
        """Replace a certificate by one that differs in what is given, see Authority.sign_again."""
        [current] = self.run(f"keep {path}; cat {path}", host)
        self.write(host, path, self.authority.sign_again(current, **changed))

    def write(self, host: str, path: str, text: str) -> None:
        """Write a file; one that is there keeps its owner and mode."""
        self.run(f"cat > {path} << 'END'\n{text}END", host)

    def audit(self, canary: bool, settings: t.Mapping[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the report on the lab."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "report.json"
            done = subprocess.run(
                ["ansible-playbook", "--inventory", self.inventory, "--extra-vars", f"@{VARIABLES}", "--extra-vars",
                 json.dumps({**(settings or {}), "minio_checklist_canary": canary}), "hardening.minio.audit_minio"],
                env={
                    **os.environ,
                    "ANSIBLE_CALLBACKS_ENABLED": "hardening.minio.checklist",
                    "MINIO_CHECKLIST_REPORT": str(path),
                },
                stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert path.exists(), done.stdout + done.stderr
            return dict(json.loads(path.read_text()))

    def seed(self, violation: Violation) -> None:
        """Make a violation and have it in force."""
        self._do(violation.seed, violation.on)
        self._restart(violation)

    def undo(self, violation: Violation) -> None:
        """Take a violation back."""
        self.run("put_back", *violation.on)
        self._do(violation.undo, violation.on)
        self._restart(violation)

    def _do(self, step: Step, hosts: t.Sequence[str]) -> None:
        if callable(step):
            step(self)
        elif step:
            self.run(step, *hosts)

    def _restart(self, violation: Violation) -> None:
        if violation.restart == "reload":
            self.run("systemctl kill --kill-whom=main --signal=HUP minio; sleep 1", *violation.on)
        elif violation.restart == "rolling":
            for host in violation.on:
                self.run("systemctl restart minio; wait_for serves", host)
        elif violation.restart == "together":
            self.run("systemctl restart --no-block minio; sleep 1", *NODES)
            self.run("wait_for serves", *NODES)
