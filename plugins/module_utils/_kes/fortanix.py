# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Ask Fortanix SDKMS, as KES does at its start, whether it can be used: healthy, API key taken."""

from __future__ import annotations

import typing as t

from .._errors import ServerError
from .endpoint import Endpoint, Facts, facts
from .options import NEEDED, NEEDED_SECRET, TEXT, Settings, group

VARIABLE = "minio_kes_fortanix"
# the settings: what KES parses under keystore.fortanix.sdkms
OPTIONS: t.Dict[str, t.Any] = {
    "endpoint": NEEDED,
    "group_id": TEXT,
    "credentials": group(required=True, key=NEEDED_SECRET),
    "ca": TEXT,
}


def check(settings: Settings, probe: str) -> Facts:
    """Return the facts of a server that KES can use; raises InputError or ServerError. *probe* is not asked for.

    The session of the login is ended. Whether the group takes new keys is told by the first one only.
    """
    server = Endpoint(settings["endpoint"], settings.get("ca"), VARIABLE)
    login = {"Authorization": f"Basic {settings['credentials']['key']}"}
    answer = server.call("GET", "/sys/v1/health", None, login)
    if answer.status != 204:
        raise ServerError(
            f"{VARIABLE}.endpoint {server.url} answers with status {answer.status} and not as a healthy Fortanix SDKMS does"
        )
    answer = server.call("POST", "/sys/v1/session/auth", None, login)
    token = answer.fields().get("access_token")
    server.expect_login(answer, answer.status == 200 and bool(token), f"check {VARIABLE}.credentials.key")
    server.call("POST", "/sys/v1/session/terminate", None, {"Authorization": f"Bearer {token}"})
    return facts(login_known=True)
