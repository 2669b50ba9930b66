# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where Python and Ansible find this checkout as the collection hardening.minio."""

from __future__ import annotations

import pathlib

CHECKOUT = pathlib.Path(__file__).resolve().parents[1]


def path() -> pathlib.Path:
    """Return the folder that holds ansible_collections/hardening/minio, a link to the checkout; made if missing."""
    collections = CHECKOUT / "build" / "collections"
    link = collections / "ansible_collections" / "hardening" / "minio"
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.is_symlink():
        link.symlink_to("../../../..", target_is_directory=True)
    return collections
