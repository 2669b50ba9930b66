# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Ask Google Cloud Secret Manager, as KES would, whether it can be reached.

KES logs in with a token that it signs itself, at its first call of the service; nothing but such a call tells whether it is
taken. So the round trip with a key tries the credentials, after the change.
"""

from __future__ import annotations

import typing as t

from .endpoint import Endpoint, Facts, facts
from .options import NEEDED, NEEDED_SECRET, TEXT, Settings, group

VARIABLE = "minio_kes_gcp"
# the settings: what KES parses under keystore.gcp.secretmanager, and the CA, for which it has none
OPTIONS: t.Dict[str, t.Any] = {
    "project_id": NEEDED,
    "endpoint": TEXT,
    "scopes": {"type": "list", "elements": "str"},
    "credentials": group(
        client_email=NEEDED,
        client_id=NEEDED,
        private_key_id=NEEDED_SECRET,
        private_key=NEEDED_SECRET,
    ),
    "ca": TEXT,
}
ENDPOINT = "https://secretmanager.googleapis.com"


def check(settings: Settings, probe: str) -> Facts:
    """Return the facts of a service that KES can reach; raises InputError or ServerError. *probe* is not asked for."""
    Endpoint(ENDPOINT, settings.get("ca"), VARIABLE, fixed=True).call("GET")
    return facts()
