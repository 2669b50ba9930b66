# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Bring directories and files to a wanted state: content, owner, group and mode."""

from __future__ import annotations

import grp
import os
import pwd
import shlex
import stat
import tempfile
import typing as t

from ._errors import HardeningError, InputError

if t.TYPE_CHECKING:
    from ansible.module_utils.basic import AnsibleModule

OWNERSHIP = {"owner": {"type": "str", "default": "root"}, "group": {"type": "str", "default": "root"}}
DIRECTORIES = {
    "type": "list",
    "elements": "dict",
    "default": [],
    "options": {"path": {"type": "path", "required": True}, **OWNERSHIP, "mode": {"type": "str", "default": "0755"}},
}
"""The option "directories" of a module, as the doc fragment describes it."""
HIDDEN = "(holds secrets: its text is not shown)\n"
Diff = t.Dict[str, str]


def _ids(entry: t.Dict[str, t.Any], check_mode: bool) -> t.Tuple[int, int]:
    """Return the numbers of owner and group; -1 in check mode for an account that the run would make before."""
    try:
        return pwd.getpwnam(entry["owner"]).pw_uid, grp.getgrnam(entry["group"]).gr_gid
    except KeyError:
        if check_mode:
            return -1, -1
        raise InputError(
            f"{entry['path']}: owner {entry['owner']!r} or group {entry['group']!r} does not exist on this host"
        ) from None


def _mode(entry: t.Dict[str, t.Any]) -> int:
    try:
        mode = int(entry["mode"], 8)
    except ValueError:
        mode = -1
    if not 0 <= mode <= 0o7777:
        raise InputError(f"{entry['path']}: mode {entry['mode']!r} is not an octal number such as '0640'")
    return mode


def _describe(owner: int, group: int, mode: int) -> str:
    return f"owner {owner}, group {group}, mode {mode:04o}\n"


def _before(path: str, secret: bool) -> t.Tuple[t.Optional[str], str]:
    """Return the text of a file, None if there is none, and what a diff may show of the whole entry."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return None, ""
    facts = _describe(status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode))
    if stat.S_ISDIR(status.st_mode):
        return "", facts
    with open(path, encoding="utf-8", errors="surrogateescape") as stream:
        text = stream.read()
    return text, facts + (HIDDEN if secret else text)


def make_directories(path: str) -> None:
    """Make a directory and those above it, where they are missing, for all to enter: whatever the umask is."""
    if os.path.isdir(path):
        return
    make_directories(os.path.dirname(os.path.abspath(path)))
    os.mkdir(path)
    os.chmod(path, 0o755)


def write(module: AnsibleModule, entry: t.Dict[str, t.Any], text: str, ids: t.Tuple[int, int], mode: int) -> None:
    """Put a text in place in one step, checked by the entry's command before, with its final owner and mode."""
    target = os.path.realpath(entry["path"])
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".ansible-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape") as stream:
            os.fchown(stream.fileno(), *ids)
            os.fchmod(stream.fileno(), mode)
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if entry["validate"]:
            command = [part.replace("%s", temporary) for part in shlex.split(entry["validate"])]
            status, out, err = module.run_command(command)
            if status:
                reason = (err or out).strip().partition("\n")[0]
                raise HardeningError(f"{entry['path']}: refused by '{entry['validate']}': {reason}")
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def directory(module: AnsibleModule, entry: t.Dict[str, t.Any]) -> t.Optional[Diff]:
    """Make a directory or give it owner, group and mode; returns what changed, None for nothing."""
    path, mode, ids = entry["path"], _mode(entry), _ids(entry, module.check_mode)
    before = _before(path, secret=False)[1]
    after = _describe(*ids, mode)
    if before == after:
        return None
    if not module.check_mode:
        make_directories(path)
        os.chown(path, *ids)
        os.chmod(path, mode)
    return {"before_header": path, "after_header": path, "before": before, "after": after}


def _file(module: AnsibleModule, entry: t.Dict[str, t.Any]) -> t.Optional[Diff]:
    path, mode, ids = entry["path"], _mode(entry), _ids(entry, module.check_mode)
    secret = entry["content"] is None
    text = entry["secret_content"] if secret else entry["content"]
    old_text, before = _before(path, secret)
    facts = _describe(*ids, mode)
    if old_text == text and before.startswith(facts):
        return None
    if not module.check_mode:
        write(module, entry, text, ids, mode)
    after = facts + (HIDDEN if secret else text)
    if secret and old_text != text:
        before += "(old text)\n" if old_text is not None else ""
        after += "(new text)\n"
    return {"before_header": path, "after_header": path, "before": before, "after": after}


def _permissions(module: AnsibleModule, entry: t.Dict[str, t.Any]) -> t.Optional[Diff]:
    path, mode, ids = entry["path"], _mode(entry), _ids(entry, module.check_mode)
    try:
        status = os.stat(path)
    except FileNotFoundError:
        raise InputError(f"{path} is not there: only what is there can be given to somebody") from None
    before = _describe(status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode))
    after = _describe(*ids, mode)
    if before == after:
        return None
    if not module.check_mode:
        os.chown(path, *ids)
        os.chmod(path, mode)
    return {"before_header": path, "after_header": path, "before": before, "after": after}


def _absent(module: AnsibleModule, path: str) -> t.Optional[Diff]:
    if not os.path.lexists(path):
        return None
    if not module.check_mode:
        os.unlink(path)
    return {"before_header": path, "after_header": path, "before": "present\n", "after": "absent\n"}


def apply(module: AnsibleModule) -> t.Tuple[t.List[str], t.List[Diff]]:
    """Apply the parameters of minio_files; returns the changed paths and their diffs, raises HardeningError."""
    diffs = []
    for entry in module.params["directories"]:
        diffs.append(directory(module, entry))
    for entry in module.params["files"]:
        diffs.append(_file(module, entry))
    for entry in module.params["permissions"]:
        diffs.append(_permissions(module, entry))
    for path in module.params["absent"]:
        diffs.append(_absent(module, path))
    changes = [diff for diff in diffs if diff]
    return [diff["after_header"] for diff in changes], changes
