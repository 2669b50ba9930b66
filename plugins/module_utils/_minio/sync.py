# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Bring a list of objects of one kind to their wanted states, with check mode and diff for free."""

from __future__ import annotations

import collections
import typing as t

from .._errors import InputError

State = t.Dict[str, t.Any]
"""What can be compared and shown of an object: never a secret."""
Entry = t.Mapping[str, t.Any]
"""One element of a module's list option."""
Write = t.Tuple[Entry, t.Optional[State], t.Any]
"""An element, the state before it, None for none, and the state after it."""


class Kind:
    """One kind of object at the server."""

    noun = "object"
    key = "name"
    """The sub-option that names an object."""

    def read(self, names: t.Collection[str]) -> t.Dict[str, State]:
        """Return the state of all objects by name; *names* are those that the task lists."""
        raise NotImplementedError

    def wanted(self, entry: Entry, before: t.Optional[State]) -> t.Optional[State]:
        """Return the state that *entry* asks for; what it leaves open stays as it is in *before*. None is none at all."""
        raise NotImplementedError

    def write(self, entry: Entry, before: t.Optional[State], after: t.Any) -> None:
        """Create the object (*before* is None) or change it; *after* is what wanted() said."""
        raise NotImplementedError

    def write_all(self, writes: t.Sequence[Write]) -> None:
        """Write all objects, one by one unless a kind has a call for many."""
        for entry, before, after in writes:
            self.write(entry, before, after)

    def remove(self, name: str, before: State) -> None:
        """Remove the object."""
        raise NotImplementedError

    def protected(self) -> t.Collection[str]:
        """Return the names that an exclusive list never removes."""
        return ()

    def own(self) -> t.Collection[str]:
        """Return the names without which the account that the module works as could not go on: nothing removes them."""
        return ()


def sync(kind: Kind, entries: t.Sequence[Entry], exclusive: bool, check_mode: bool) -> t.Dict[str, t.Any]:
    """Apply *entries* and return changed, created, updated, removed and diff.

    Nothing is changed before all wanted states are known, so that wrong input leaves the server alone.
    """
    names = [entry[kind.key] for entry in entries]
    twice = sorted(name for name, times in collections.Counter(names).items() if times > 1)
    if twice:
        raise InputError(
            f"{kind.noun} {twice[0]!r} is listed {names.count(twice[0])} times: every {kind.noun} may come once"
        )
    existing = kind.read(names)
    writes: t.List[Write] = []
    removals: t.List[str] = []
    for entry in entries:
        name = entry[kind.key]
        before = existing.get(name)
        if entry.get("state", "present") == "absent":
            if before is not None and name in kind.own():
                raise InputError(f"{kind.noun} {name!r} is what this module works by: it cannot remove itself")
            removals += [name] if before is not None else []
            continue
        after = kind.wanted(entry, before)
        if after != before:
            writes.append((entry, before, after))
    if exclusive:
        kept = {*names, *kind.protected(), *kind.own()}
        removals += sorted(name for name in existing if name not in kept)
    if not check_mode:
        kind.write_all(writes)
        for name in removals:
            kind.remove(name, existing[name])
    written = {entry[kind.key]: after for entry, dummy, after in writes}
    touched = [*written, *removals]
    return {
        "changed": bool(touched),
        "created": [name for name in written if name not in existing],
        "updated": [name for name in written if name in existing],
        "removed": removals,
        "diff": {
            "before": {name: existing[name] for name in touched if name in existing},
            "after": written,
        },
    }
