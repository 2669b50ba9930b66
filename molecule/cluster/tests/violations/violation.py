# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a violation is: how it is made, how it is taken back, and which checks have to find it."""

from __future__ import annotations

import pathlib
import typing as t
from dataclasses import dataclass, field

import yaml

if t.TYPE_CHECKING:
    from .lab import Lab

Step = t.Union[str, t.Callable[["Lab"], t.Any]]
"""Commands for each host of the violation, see lab.SHELL for what they can call, or a call of the lab."""

NODES, SERVERS = ("minio1", "minio2", "minio3", "minio4"), ("kes1", "kes2")


CATALOGUE = pathlib.Path(__file__).resolve().parents[4] / "plugins" / "checklist.yml"
CHECKS: dict[str, dict[str, t.Any]] = {
    check["id"]: check for item in yaml.safe_load(CATALOGUE.read_text()) for check in item["checks"]
}


def unknown(scope: str) -> dict[str, str]:
    """Return that nothing is known of the servers of a scope; what only a canary shows is not known anyway."""
    return {
        name: "unknown" for name, check in CHECKS.items() if check["scope"] == scope and check.get("asks") != "canary"
    }


@dataclass(frozen=True)
class Violation:
    """One thing that is wrong with a lab that is secured otherwise."""

    name: str
    found: dict[str, str]
    """Check -> state that it gets, on each of the hosts or for the cluster. No other check may change."""
    seed: Step
    undo: Step = ""
    """What is to be done once the files that the seed kept are back."""
    on: tuple[str, ...] = ("minio2",)
    """Hosts on which it is made."""
    restart: str | None = None
    """How MinIO takes it over, and goes back: "reload" or "rolling" on each of the hosts, or "together"."""
    settings: dict[str, t.Any] = field(default_factory=dict)
    """Variables with which the lab is audited while it is so."""
    canary: bool = False
    """Whether only a canary shows it."""
