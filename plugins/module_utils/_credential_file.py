# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Replace an environment file in which a credential changes, with a way back until the new one is proven."""

from __future__ import annotations

import os
import typing as t

from . import _files, _systemd
from ._errors import InputError

if t.TYPE_CHECKING:
    from ansible.module_utils.basic import AnsibleModule

# not *.env: no unit reads it
KEPT = ".previous"


def _read(path: str) -> t.Optional[str]:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as stream:
            return stream.read()
    except FileNotFoundError:
        return None


def _write(module: AnsibleModule, path: str, text: str, like: str) -> None:
    status = os.stat(like)
    entry = {"path": path, "validate": None}
    _files.write(module, entry, text, (status.st_uid, status.st_gid), status.st_mode & 0o7777)


def replace(module: AnsibleModule, path: str, content: str, names: t.Collection[str]) -> bool:
    """Write the new text and keep the old one beside it; what an earlier run kept is older, proven, and stays.

    Raises InputError where anything but the variables *names* would change.
    """
    present = _read(path)
    if present is None:
        raise InputError(f"{path} is not there: run hardening.minio.secure_minio first, which writes it")
    if present == content:
        return False
    before, after = (_systemd.parse_environment_file(text) for text in (present, content))
    foreign = sorted(name for name in {*before, *after} - {*names} if before.get(name) != after.get(name))
    if foreign:
        raise InputError(
            f"{path} would get other settings as well ({', '.join(foreign)}): run hardening.minio.secure_minio with the old credential first"
        )
    if not module.check_mode:
        if not os.path.exists(path + KEPT):
            _write(module, path + KEPT, present, path)
        _write(module, path, content, path)
    return True


def forget(module: AnsibleModule, path: str) -> bool:
    """Remove the old text: the new one is proven."""
    if not os.path.exists(path + KEPT):
        return False
    if not module.check_mode:
        os.unlink(path + KEPT)
    return True


def put_back(module: AnsibleModule, path: str) -> bool:
    """Put the old text in place again, where it was kept."""
    if not os.path.exists(path + KEPT):
        return False
    if not module.check_mode:
        os.replace(path + KEPT, path)
    return True
