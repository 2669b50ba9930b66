# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measure what the collection costs and what clients notice of it, on a lab made for that.

python3 -m tests.bench                  everything, on a lab that is removed at the end
python3 -m tests.bench secure --keep    only that, and keep the lab
python3 -m tests.bench rolling joint    only these, on the lab that was kept
python3 -m tests.bench identities       only that, on a server of its own, without a lab
"""

from __future__ import annotations

import argparse
import json
import sys
import typing as t

from tests import collection
from tests.lab import hosts

sys.path.insert(0, str(collection.path()))

from . import identities, report, restarts, runs  # noqa: E402
from .lab import Lab  # noqa: E402

LAB = "bench"
RESULT = hosts.TREE / "build" / "bench.json"
TARGETS = {
    "audit_over_ping": 1.3,
    "audit_over_ping_one_host": 1.3,
    "second_over_first": 0.4,
    "second_changed": 0,
    "round_trips_first": 60,
    "round_trips_second": 30,
    "joint_gap_ratio": 1.2,
    "rolling_failed_requests": 0,
    "rolling_slowest_seconds": 30,
    "renewal_failed_requests": 0,
    "report_seconds": 1,
    "identities_first_seconds": 5,
    "identities_first_requests": 100,
    "identities_second_seconds": 2,
    "identities_second_changed": 0,
    "identities_second_requests": 24,
    "identities_read_seconds": 30,
    "identities_read_requests": 36,
    "identities_read_megabytes": 200,
    "identities_judge_seconds": 5,
}


def measurements(pairs: int) -> dict[str, t.Callable[[], dict[str, t.Any]]]:
    """Return what can be measured, by name and in this order; those after "secure" need the lab that it has made."""
    return {
        "report": lambda: report.render(hosts=100, rounds=pairs),
        "identities": identities.measure,
        "secure": lambda: runs.secure_again(Lab.made(LAB, minio=4, kes=2), pairs),
        "audit": lambda: runs.audit_over_ping(Lab(LAB), pairs),
        "renewal": lambda: restarts.renewal(Lab(LAB)),
        "rolling": lambda: restarts.rolling(Lab(LAB)),
        "joint": lambda: restarts.joint(Lab(LAB), pairs),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(measurements(1))} (default: all)")
    parser.add_argument(
        "--pairs", type=int, default=7, help="pairs, or runs again, that a ratio is the median of (default 7)"
    )
    parser.add_argument("--keep", action="store_true", help="leave the lab running")
    arguments = parser.parse_args()
    known = measurements(arguments.pairs)
    unknown = set(arguments.names) - set(known)
    if unknown:
        parser.error(f"{', '.join(sorted(unknown))}: choose from {', '.join(known)}")
    figures: dict[str, t.Any] = {"raw": {}}
    for name in arguments.names or known:
        print(f"measuring {name}", flush=True)
        found = known[name]()
        figures["raw"].update(found.pop("raw"))
        figures.update(found)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, indent=2) + "\n")
    print(f"\n{'':28}{'measured':>10}{'at most':>10}")
    for name, target in TARGETS.items():
        if name in figures:
            print(f"{name:28}{round(figures[name], 2):>10}{target:>10}")
    print(f"\nraw figures: {RESULT}")
    if not arguments.keep and (not arguments.names or "secure" in arguments.names):
        hosts.down(LAB)


if __name__ == "__main__":
    main()
