# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a playbook as a person would who has only the collection."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import typing as t

from tests import collection


def run(
    folder: pathlib.Path, *arguments: str, environment: t.Mapping[str, str] | None = None, alone: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run ansible-playbook in a folder, with nothing of this process's environment but its path.

    *alone*, it sees no process but its own, as on a host where nothing else runs.
    """
    before = ["unshare", "--pid", "--fork", "--mount-proc"] if alone else []
    return subprocess.run(
        [*before, str(pathlib.Path(sys.executable).with_name("ansible-playbook")), *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
        timeout=300,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_COLLECTIONS_PATH": str(collection.path()),
            **(environment or {}),
        },
    )
