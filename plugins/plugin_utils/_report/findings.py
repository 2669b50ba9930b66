# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What is open in a report, put together so that one reason is told once."""

from __future__ import annotations

import collections
import typing as t
from dataclasses import dataclass

from . import seen
from .words import NOT_ASKED, OPEN, SEVERITIES, URGENCY

# a reason that this many checks share is told once for all of them
SHARED_BY = 3


class Observation(t.NamedTuple):
    """The same state for the same reason on some hosts."""

    state: str
    reason: str
    hosts: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """Checks that are open, and why; several only where they share a reason."""

    checks: tuple[dict, ...]
    observations: tuple[Observation, ...]

    @property
    def blocking(self) -> bool:
        """Tell whether a check of it keeps the checklist from being met."""
        return any(check["blocking"] for check in self.checks)


def observations(check: dict) -> list[Observation]:
    """Return what is open in a check; where nobody gives a reason, what was seen is the reason."""
    found: dict[tuple[str, str], list[str]] = {}
    for host, result in check["hosts"].items():
        if result["state"] in OPEN:
            reason = result["reason"] or ("" if result["seen"] is None else seen.text(result["seen"]))
            found.setdefault((result["state"], reason), []).append(host)
    return sorted(
        (Observation(state, reason, tuple(hosts)) for (state, reason), hosts in found.items()),
        key=lambda one: URGENCY.index(one.state),
    )


def findings(report: dict) -> list[Finding]:
    """Return all that is open: what counts first, then by severity; shared reasons at the end."""
    found = [(check, observations(check)) for item in report["items"] for check in item["checks"]]
    sharing: dict[Observation, list[dict]] = collections.defaultdict(list)
    for check, observed in found:
        for one in observed:
            if one.state == "unknown":
                sharing[_shared(one)].append(check)
    shared = {one: checks for one, checks in sharing.items() if len(checks) >= SHARED_BY}
    own = [(check, tuple(one for one in observed if _shared(one) not in shared)) for check, observed in found]
    single = [Finding((check,), observed) for check, observed in own if observed]
    single.sort(key=lambda one: (not one.blocking, SEVERITIES.index(one.checks[0]["severity"])))
    return [*single, *(Finding(tuple(checks), (one,)) for one, checks in shared.items())]


def _shared(one: Observation) -> Observation:
    """Return an observation as others may share it: what nobody asked for is the same on all hosts."""
    return one._replace(hosts=()) if one.reason.startswith(NOT_ASKED) else one
