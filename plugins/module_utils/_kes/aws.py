# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Ask AWS Secrets Manager, as KES would, whether it can be used: reachable, credentials taken, reading allowed."""

from __future__ import annotations

import json
import typing as t

from . import aws_signature
from .endpoint import Endpoint, Facts, facts
from .options import NEEDED, NEEDED_SECRET, SECRET, TEXT, Settings, group

VARIABLE = "minio_kes_aws"
# the settings: what KES parses under keystore.aws.secretsmanager, and the CA, for which it has none
OPTIONS: t.Dict[str, t.Any] = {
    "region": NEEDED,
    "endpoint": TEXT,
    "kmskey": {"type": "str", "no_log": False},
    "credentials": group(accesskey=NEEDED_SECRET, secretkey=NEEDED_SECRET, token=SECRET),
    "ca": TEXT,
}
READ = "secretsmanager.GetSecretValue"


def endpoint(settings: Settings) -> str:
    """Return the address of the service: the one given, else that of the region."""
    domain = "amazonaws.com.cn" if settings["region"].startswith("cn-") else "amazonaws.com"
    return settings.get("endpoint") or f"https://secretsmanager.{settings['region']}.{domain}"


def check(settings: Settings, probe: str) -> Facts:
    """Return the facts of a service that KES can use, warnings included; raises InputError or ServerError.

    *probe* is the name of a key that is not there, to see whether reading is allowed. Without credentials of its own KES
    takes those of the host, which are not tried.
    """
    server = Endpoint(endpoint(settings), settings.get("ca"), VARIABLE)
    login = settings.get("credentials")
    if not login:
        server.call("GET")
        return facts()
    body = json.dumps({"SecretId": probe}).encode()
    headers = aws_signature.headers(server.url, READ, body, settings["region"], login)
    answer = server.call("POST", "/", body, headers)
    looked = answer.status == 200 or b"ResourceNotFoundException" in answer.body
    server.expect(answer, looked, "to look for a key", f"check {VARIABLE}.region and {VARIABLE}.credentials")
    warnings = []
    if login.get("token"):
        warnings.append(
            f"{VARIABLE}.credentials.token ends by itself, and KES cannot use its keys from then on: give a role to the host, or an "
            "access key"
        )
    return facts(login_known=True, rights_known=True, warnings=warnings)
