# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""The marks of items while a run goes."""

from __future__ import annotations

import typing as t

from .hosts import fold
from .table import Line


class Progress:
    """What the labelled tasks of each item did on each host; the last one decides, so that a rescue counts as such."""

    def __init__(self, titles: dict[str, str]) -> None:
        self._titles = titles
        self._running: dict[str, dict[str, str]] = {}
        self._tasks: dict[str, str] = {}
        self.applied: list[str] = []
        self.failed: list[str] = []

    def ok(self, items: t.Iterable[str], host: str, check_mode: bool, changed: bool) -> None:
        """Take in that a task succeeded on a host; in check mode it would have changed something, or not."""
        for item in items:
            if not check_mode:
                self._running.setdefault(item, {})[host] = "applied"
            elif changed:
                self._running.setdefault(item, {})[host] = "would change"

    def failed_in(self, items: t.Iterable[str], host: str, task: str) -> None:
        """Take in that a task failed on a host, or did not reach it."""
        for item in items:
            self._running.setdefault(item, {})[host] = "failed"
            self._tasks[item] = task

    def finish(self, but: t.Container[str] = ()) -> list[Line]:
        """Return the marks of the items whose tasks are over: all but those that go on."""
        over = [item for item in self._running if item not in but]
        return [line for item in over for line in self._mark(item, self._running.pop(item))]

    def _mark(self, item: str, hosts: dict[str, str]) -> t.Iterator[Line]:
        name = f"{item} {self._titles.get(item, '')}"
        failed = [host for host, state in hosts.items() if state == "failed"]
        if failed:
            if item not in self.failed:
                self.failed.append(item)
            yield f"  ✗ {name}: failed on {', '.join(fold(failed))} in '{self._tasks[item]}'", "red"
        elif "would change" in hosts.values():
            changing = [host for host, state in hosts.items() if state == "would change"]
            yield f"  … {name}: would change on {', '.join(fold(changing))}", "yellow"
        elif item not in self.applied:
            self.applied.append(item)
            yield f"  ✓ {name}: applied (item {len(self.applied)} of {len(self._titles)})", "green"
