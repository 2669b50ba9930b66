# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""A MinIO on loopback, for a moment: whether one with the settings of the next start gets through it.

It has the program, account, certificates and variables of the unit, and empty drives of its own in memory: systemd makes
all the rest of the host read-only to it, and ends it if nobody else does.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
import time
import typing as t

from .. import _command_line, _environment_files, _sockets, _systemd, _tls_probe, _volumes
from .._evidence import environment as effective
from . import health

UNIT = "hardening-minio-trial"
FOLDER = f"/run/{UNIT}"
VARIABLES = f"{FOLDER}.env"
ADDRESS = "127.0.0.1"
LIVE = "/minio/health/live"
LONGEST = 15.0
"""Seconds until a server that has neither ended nor got through is left alone; most need half a second."""
LARGEST_SET = 16
"""Drives of an erasure set at most: those of the storage classes are counted within one set."""
SANDBOX = [
    *("ProtectSystem=strict", "ProtectHome=read-only", "PrivateTmp=yes", "NoNewPrivileges=yes", "RuntimeMaxSec=60"),
    *(f"RuntimeDirectory={UNIT}", "RuntimeDirectoryMode=0700", f"EnvironmentFile={VARIABLES}"),
]
# they win over the arguments and lead to the drives that are in use, or to others' stores and receivers, or to systemd
# in the name of the server that runs
LEFT_OUT = re.compile(
    r"MINIO_(?:VOLUMES|ARGS|ENDPOINTS|CONFIG|CONFIG_ENV_FILE|ERASURE_SET_DRIVE_COUNT"
    r"|(?:ETCD|IDENTITY|POLICY_PLUGIN|NOTIFY|AUDIT|LOGGER)_\w+)|NOTIFY_SOCKET|(?:LISTEN|WATCHDOG)_\w+"
)
OWN = {"HOME": FOLDER, "MINIO_UPDATE": "off", "MINIO_CI_CD": "1"}
"""MINIO_CI_CD has the server take several drives that are on one file system."""


def variables_of(environment: t.Mapping[str, str]) -> t.Dict[str, str]:
    """Return what the trial is given of the variables that a unit gives, and of the files that the server reads over them."""
    found = _environment_files.read_over(environment)
    return {**{name: value for name, value in found.items() if not LEFT_OUT.fullmatch(name)}, **OWN}


def drives_of(command: t.Sequence[str]) -> t.List[str]:
    """Return the paths of as many drives as an erasure set of these volumes has at most."""
    wanted = sum(len(_volumes.expand(volume)) for volume in _command_line.volumes(command))
    return [f"{FOLDER}/{number}" for number in range(1, min(max(wanted, 1), LARGEST_SET) + 1)]


def last_words(log: str, status: int, secrets: t.Collection[str] = ()) -> str:
    """Return the line with which a server ended, or its exit status where it said nothing; no secret is in it."""
    told = [line.strip() for line in log.splitlines() if "FATAL" in line] or [f"exit status {status}"]
    for secret in secrets:
        told[0] = told[0].replace(secret, "********")
    return told[0]


def _stop() -> None:
    subprocess.run(["systemctl", "stop", "--", UNIT], capture_output=True, check=False)
    with contextlib.suppress(FileNotFoundError):
        os.remove(VARIABLES)


class Trial:
    """Starts of one unit's server, as far as the moment from which on nothing ends it."""

    def __init__(self, properties: t.Mapping[str, str], command: t.Sequence[str], certs_dir: str) -> None:
        """Take what systemd shows of the unit, its command line and the directory of its certificates."""
        self.account = [f"--uid={properties.get('User') or 'root'}"]
        self.account += [f"--gid={properties['Group']}"] if properties.get("Group") else []
        self.program = command[0]
        self.rest = ["--certs-dir", certs_dir, *drives_of(command)]
        self.scheme = "https" if os.path.exists(os.path.join(certs_dir, "public.crt")) else "http"

    def ended(self, environment: t.Mapping[str, str]) -> t.Optional[str]:
        """Return the last words of a start that has failed; None of one that gets through, or does not tell in time."""
        variables = variables_of(environment)
        port, console = _sockets.free_ports(ADDRESS, 2)
        command = [self.program, "server", f"--address={ADDRESS}:{port}", f"--console-address={ADDRESS}:{console}"]
        with self._running([*command, *self.rest], variables) as (process, log):
            endpoint, context = (self.scheme, ADDRESS, port), _tls_probe.unverified()
            health.wait_until(
                lambda: process.poll() is not None or health.ask(endpoint, LIVE, context) == (200, None),
                time.monotonic() + LONGEST,
                pause=0.05,
            )
            if process.poll() is None:
                return None
            log.seek(0)
            said = log.read().decode(errors="replace")
            return last_words(said, process.returncode, effective.secrets(variables))

    @contextlib.contextmanager
    def _running(
        self, command: t.List[str], variables: t.Mapping[str, str]
    ) -> t.Iterator[t.Tuple[subprocess.Popen, t.IO[bytes]]]:
        # what a trial that was killed has left
        _stop()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with open(os.open(VARIABLES, flags, 0o600), "w", encoding="utf-8", errors="surrogateescape") as stream:
            stream.write(_systemd.environment_file(variables))
        unit = ["systemd-run", "--quiet", "--pipe", "--wait", "--collect", f"--unit={UNIT}"]
        unit += [f"--property={one}" for one in SANDBOX]
        with contextlib.ExitStack() as stack:
            log = stack.enter_context(tempfile.TemporaryFile())
            process = stack.enter_context(
                subprocess.Popen(
                    [*unit, *self.account, "--", *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log
                )
            )
            stack.callback(_stop)
            yield process, log
