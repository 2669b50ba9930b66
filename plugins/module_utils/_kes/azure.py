# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Ask Azure Key Vault, as KES would, whether it can be used: reachable, credentials taken, reading allowed."""

from __future__ import annotations

import typing as t
import urllib.parse

from .endpoint import Endpoint, Facts, facts
from .options import NEEDED, NEEDED_SECRET, TEXT, Settings, group

VARIABLE = "minio_kes_azure"
# the settings: what KES parses under keystore.azure.keyvault, and the CA, for which it has none
OPTIONS: t.Dict[str, t.Any] = {
    "endpoint": NEEDED,
    "credentials": group(tenant_id=NEEDED, client_id=NEEDED, client_secret=NEEDED_SECRET),
    "managed_identity": group(client_id=NEEDED),
    "ca": TEXT,
}
LOGINS = ("credentials", "managed_identity")
# where KES logs in, whatever the vault's address
AUTHORITY = "https://login.microsoftonline.com"
SCOPE = "https://vault.azure.net/.default"
VERSION = "api-version=7.4"


def _log_in(login: Settings, ca: t.Optional[str]) -> str:
    server = Endpoint(AUTHORITY, ca, VARIABLE, fixed=True)
    form = {
        "grant_type": "client_credentials",
        "client_id": login["client_id"],
        "client_secret": login["client_secret"],
        "scope": SCOPE,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urllib.parse.urlencode(form).encode()
    answer = server.call("POST", f"/{login['tenant_id']}/oauth2/v2.0/token", body, headers)
    token = answer.fields().get("access_token")
    server.expect_login(answer, answer.status == 200 and bool(token), f"check {VARIABLE}.credentials")
    return str(token)


def check(settings: Settings, probe: str) -> Facts:
    """Return the facts of a vault that KES can use; raises InputError or ServerError.

    *probe* is the name of a key that is not there, to see whether reading is allowed. The identity of the host is not tried.
    """
    server = Endpoint(settings["endpoint"], settings.get("ca"), VARIABLE)
    login = settings.get("credentials")
    if not login:
        server.call("GET")
        return facts()
    headers = {"Authorization": f"Bearer {_log_in(login, settings.get('ca'))}"}
    # KES reads by both: which versions there are, then one of them
    for path in (f"/secrets/{probe}/versions", f"/secrets/{probe}/"):
        answer = server.call("GET", f"{path}?{VERSION}", None, headers)
        looked = answer.status in (200, 404)
        server.expect(answer, looked, "to look for a key", f"check {VARIABLE}.endpoint and {VARIABLE}.credentials")
    return facts(login_known=True, rights_known=True)
