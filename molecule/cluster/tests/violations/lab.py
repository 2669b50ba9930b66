# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The secured lab: its hosts by SSH, its API with the vendor's own library, its certificates, and the audit of it."""

from __future__ import annotations

import json
import pathlib
import ssl
import typing as t

import minio
import urllib3
from minio.credentials import StaticProvider

from tests.lab import lab
from tests.lab.lab import SETTINGS

from .authority import Authority
from .violation import NODES, Step, Violation

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


class Lab(lab.Lab):
    """A secured lab of four nodes, two KES hosts and OpenBao."""

    def __init__(self, name: str) -> None:
        """Reach the hosts and the API of a lab."""
        super().__init__(name)
        self.authority = Authority(self.ca.parent, SETTINGS["minio_tls_ownca_passphrase"])
        self._client = {
            "endpoint": self.node_addresses()[0],
            "http_client": urllib3.PoolManager(ssl_context=ssl.create_default_context(cafile=str(self.ca))),
        }
        login = StaticProvider(*self.credential)
        self.admin = minio.MinioAdmin(**self._client, credentials=login)
        self.s3 = minio.Minio(**self._client, credentials=login)

    def run(self, commands: str, *hosts: str) -> list[str]:
        """Run commands, which can call what host.sh offers, as root on hosts at the same time and return what they print."""
        # in a function, so that no command reads what is to come
        return self.on_all(hosts, "bash -s", f"{SHELL}\nsteps() {{\n{commands}\n}}\nsteps < /dev/null\n")

    def certify(self, host: str, path: str, **changed: t.Any) -> None:
        """Replace a certificate by one that differs in what is given, see Authority.sign_again."""
        [current] = self.run(f"keep {path}; cat {path}", host)
        self.write(host, path, self.authority.sign_again(current, **changed))

    def write(self, host: str, path: str, text: str) -> None:
        """Write a file; one that is there keeps its owner and mode."""
        self.run(f"cat > {path} << 'END'\n{text.rstrip()}\nEND", host)

    def audit(self, canary: bool, settings: t.Mapping[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the report on the lab."""
        path = self.home / "report.json"
        path.unlink(missing_ok=True)
        run = self.play(
            "hardening.minio.audit_minio",
            variables={**(settings or {}), "minio_checklist_canary": canary},
            environment={
                "ANSIBLE_CALLBACKS_ENABLED": "hardening.minio.checklist",
                "MINIO_CHECKLIST_REPORT": str(path),
            },
        ).finish()
        assert path.exists(), run.output
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
                self.run("systemctl restart minio; wait_for serves; wait_for settled", host)
        elif violation.restart == "together":
            self.run("systemctl restart --no-block minio; sleep 1", *NODES)
            self.run("wait_for serves; wait_for settled", *NODES)
