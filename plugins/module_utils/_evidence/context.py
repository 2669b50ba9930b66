# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What every collector of evidence shares: the context, and the loop that keeps one failure from hiding the rest."""

from __future__ import annotations

import os
import typing as t
from dataclasses import dataclass, field

from .. import _process
from .._errors import HardeningError

Collector = t.Callable[["Context"], t.Optional[t.Dict[str, t.Any]]]


@dataclass
class Context:
    """The host as collectors see it. Nothing here is returned: environments hold secrets."""

    params: t.Dict[str, t.Any]
    """The options of minio_node_info."""
    minio_pid: t.Optional[int] = None
    """The MinIO server's process, None if none runs here."""
    kes_pid: t.Optional[int] = None
    """The KES server's process, None if none runs here."""
    unclear: t.Dict[str, str] = field(default_factory=dict)
    """Why minio_pid ("minio") or kes_pid ("kes") is None although a server runs, one sentence."""
    beside: t.Dict[str, t.List[int]] = field(default_factory=dict)
    """Processes of the same server ("minio", "kes") beside the one judged, which nobody has chosen among them."""
    results: t.Dict[str, t.Any] = field(default_factory=dict)
    """Evidence of the collectors that ran before, by key."""
    cache: t.Dict[t.Any, t.Any] = field(default_factory=dict)
    """What a collector wants to find out only once; keys are tuples that begin with its topic."""

    def has(self, kind: str) -> bool:
        """Return whether a server, "minio" or "kes", runs here, be it one that is not clear."""
        return kind in self.unclear or (self.minio_pid if kind == "minio" else self.kes_pid) is not None

    def read(self, pid: int, name: str) -> t.Optional[str]:
        """Return the text of a file under /proc/PID; None if it may not be read or is gone."""
        try:
            with open(f"/proc/{pid}/{name}", "rb") as stream:
                return os.fsdecode(stream.read())
        except OSError:
            return None

    def status(self, pid: int) -> t.Dict[str, str]:
        """Return the fields of /proc/PID/status by name; empty if the process is gone."""
        lines = (self.read(pid, "status") or "").splitlines()
        return {name: value.strip() for name, _colon, value in (line.partition(":") for line in lines)}

    def cmdline(self, pid: int) -> t.List[str]:
        """Return the arguments of a process, its own name first; empty if it is gone."""
        return _process.arguments(pid)

    def environ(self, pid: int) -> t.Optional[t.Dict[str, str]]:
        """Return the environment the process was started with; None if it cannot be read (no CAP_SYS_PTRACE)."""
        return _process.environment(pid)


def collect(context: Context, collectors: t.Mapping[str, Collector]) -> t.Dict[str, t.Any]:
    """Return the evidence of all collectors; one that fails contributes {"error": one sentence} under its key."""
    for key, collector in collectors.items():
        try:
            context.results[key] = collector(context)
        except HardeningError as error:
            context.results[key] = {"error": str(error)}
        except Exception as error:  # one unforeseen file on one host must not hide the evidence of all other topics
            context.results[key] = {"error": f"collector {key} failed at {_place(error)}: {type(error).__name__}"}
    return context.results


def _place(error: BaseException) -> str:
    """Return file and line where an exception was raised: its text may quote a secret and is left out."""
    where = error.__traceback__
    while where and where.tb_next:
        where = where.tb_next
    return f"{os.path.basename(where.tb_frame.f_code.co_filename)}:{where.tb_lineno}" if where else "an unknown place"
