# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Python libraries that are needed where Ansible runs, and nowhere else."""

from __future__ import annotations

import importlib
import typing as t

from ansible.errors import AnsibleError


def library(name: str) -> t.Any:
    """Return a library, imported when it is first needed; raises AnsibleError that says how to get it."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        raise AnsibleError(
            f"hardening.minio needs the Python library {package} where Ansible runs: install it there, pip install {package}"
        ) from error
