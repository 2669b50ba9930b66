# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Ask Thales CipherTrust Manager, as KES does at its start, whether it can be used: reachable, refresh token taken."""

from __future__ import annotations

import typing as t

from .endpoint import Endpoint, Facts, facts
from .options import NEEDED, NEEDED_SECRET, TEXT, Settings, group

VARIABLE = "minio_kes_ciphertrust"
# the settings: what KES parses under keystore.gemalto.keysecure
OPTIONS: t.Dict[str, t.Any] = {
    "endpoint": NEEDED,
    "credentials": group(required=True, token=NEEDED_SECRET, domain=TEXT),
    "ca": TEXT,
}


def check(settings: Settings, probe: str) -> Facts:
    """Return the facts of a server that KES can use; raises InputError or ServerError. *probe* is not asked for.

    The token of the login is short-lived and cannot be revoked.
    """
    server = Endpoint(settings["endpoint"], settings.get("ca"), VARIABLE)
    login = settings["credentials"]
    body = {"grant_type": "refresh_token", "refresh_token": login["token"], "domain": login.get("domain") or ""}
    answer = server.call("POST", "/api/v1/auth/tokens", body, {"Content-Type": "application/json"})
    granted = answer.fields()
    taken = answer.status == 200 and granted.get("token_type") == "Bearer"
    server.expect_login(answer, taken, f"check {VARIABLE}.endpoint and {VARIABLE}.credentials")
    return facts(token_ttl=granted.get("duration"), login_known=True)
