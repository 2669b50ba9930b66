# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of clear-text secrets of identities and configuration on the drives.

Connecting a KMS encrypts what is written afterwards; what was there stays readable until it is written again. Entries
are cut into shares, so the recognisable head of an entry lies on one drive of its set only: all nodes must be looked at.
What the server has replaced lies in its trash until it empties that, every C(delete_cleanup_interval) of its api settings.
"""

from __future__ import annotations

import os
import re
import typing as t

from . import drives

if t.TYPE_CHECKING:
    from .context import Context

Facts = t.Dict[str, t.Any]

# what holds secrets below .minio.sys/config, by kind; policies, groups and mappings hold none
KINDS = {
    "users": "iam/users",
    "service_accounts": "iam/service-accounts",
    "temporary": "iam/sts",
    "configuration": "config.json",
    "configuration_history": "history",
}
PASSING = ("temporary", "trash")
"""Kinds that go by themselves."""
ENCRYPTED = re.compile(rb'\{"keyid":"')
# names of fields as the server writes them into its JSON, so that a share without the head is recognised as well
CLEAR = {
    "users": re.compile(rb'\{"version":\d+,"credentials":|"(?:secretKey|sessionToken|parentUser)":"'),
    "configuration": re.compile(rb'\{"(?:key|value)":"|"_":\[\{'),
    # the line that was given to set the configuration
    "configuration_history": re.compile(rb'[a-z_]+(?::\S+)? [a-z_]+=(?:\S|"|\n)'),
}
CLEAR["service_accounts"] = CLEAR["temporary"] = CLEAR["users"]
# what was deleted has lost its name and lies among deleted objects of users
CLEAR["trash"] = re.compile(
    CLEAR["users"].pattern
    + rb'|"_":\[\{"key":"'
    + rb"|(?:audit|etcd|identity|kms|logger|notify|policy|subnet)[a-z_]*(?::\S+)? [a-z_]+=\S"
)
EXPIRATION = re.compile(rb'"expiration":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)')
HEAD = 1 << 18
"""Bytes that are read of each file: an entry that small lies in its xl.meta."""


def _entries(top: str) -> t.Iterator[t.List[str]]:
    """Yield the files of each entry: those of a directory that has an xl.meta, and of the directories below it."""
    if not os.path.isdir(top):
        return
    with os.scandir(top) as listing:
        items = sorted(listing, key=lambda item: item.name)
    if any(item.name == "xl.meta" for item in items):
        yield [os.path.join(folder, name) for folder, dummy, names in os.walk(top) for name in names]
        return
    for item in items:
        if item.is_dir(follow_symlinks=False):
            yield from _entries(item.path)


def _content(paths: t.Sequence[str]) -> bytes:
    parts = []
    for path in paths:
        try:
            with open(path, "rb") as stream:
                parts.append(stream.read(HEAD))
        except FileNotFoundError:
            continue  # removed by the server since it was listed
    return b"\0".join(parts)


def _trash(drive: str) -> t.Iterator[t.List[str]]:
    """Yield the files of each deleted entry that may hold something small."""
    for folder, _folders, names in os.walk(os.path.join(drive, ".minio.sys", "tmp", ".trash")):
        found = [os.path.join(folder, name) for name in names if name.startswith("xl.meta")]
        if found:
            yield found


def _scan(drive: str, kind: str) -> Facts:
    """Return how many shares of entries of a kind are on a drive, and how many of them show clear text and encryption."""
    total = clear = encrypted = 0
    expirations: t.List[bytes] = []
    listed = _trash(drive) if kind == "trash" else _entries(os.path.join(drive, ".minio.sys", "config", KINDS[kind]))
    for paths in listed:
        content = _content(paths)
        total += 1
        if ENCRYPTED.search(content):
            encrypted += 1
        elif CLEAR[kind].search(content):
            clear += 1
            expirations += EXPIRATION.findall(content)
    last = max(expirations, default=b"").decode()
    return {"entries": total, "clear": clear, "encrypted": encrypted, "last_expiration": last and f"{last}Z"}


def collect(context: Context) -> t.Optional[Facts]:
    """Return, by kind, how many shares of entries the drives of this host hold, and how many show clear text.

    clear counts those that stay until they are saved again, which temporary credentials and the trash do not.

    None if it was not asked for or no MinIO runs here. Nothing of an entry is returned, not even its name, but when the
    last of the temporary credentials in clear expires, as far as this host's shares tell.
    """
    paths = drives.of(context) if context.params.get("scan_iam") else None
    if paths is None:
        return None
    kinds: t.Dict[str, Facts] = {}
    for kind in (*KINDS, "trash"):
        found = [_scan(path, kind) for path in paths]
        kinds[kind] = {name: sum(one[name] for one in found) for name in ("entries", "clear", "encrypted")}
        # the server cannot be asked for temporary credentials that it has not used since its start
        if kind == "temporary":
            kinds[kind]["last_expiration"] = max(one["last_expiration"] for one in found) or None
    permanent = sum(counts["clear"] for kind, counts in kinds.items() if kind not in PASSING)
    return {"drives": len(paths), "kinds": kinds, "clear": permanent}
