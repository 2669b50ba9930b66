# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Active Directory, as Samba serves it: its set-up on a host of a lab."""

from __future__ import annotations

import pathlib
import typing as t

from . import entries

SETTINGS = {
    **entries.SETTINGS,
    "user_dn_search_filter": (
        "(&(objectCategory=person)(sAMAccountName=%s)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))"
    ),
    # groups in groups as well
    "group_search_filter": "(&(objectClass=group)(member:1.2.840.113556.1.4.1941:=%d))",
}
SERVICE = "lab-directory"
CA = "/var/lib/samba/lab/tls/ca.crt"
IN_CLEAR = "Strong(er) authentication required (8)"


def set_up(on: t.Callable[..., str]) -> None:
    """Run it on the host on which *on* runs commands."""
    script = pathlib.Path(__file__).with_suffix(".sh").read_text()
    on(f"bash -s {entries.NAME} {entries.LOOKUP_PASSWORD} {entries.USER_PASSWORD}", script)
