# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""AWS Secrets Manager."""

from __future__ import annotations

import re
import urllib.parse

from ....module_utils._errors import InputError
from ....module_utils._kes.aws import OPTIONS, VARIABLE, endpoint
from .. import parts, strict

KIND, UNDERSCORES, LISTING = "aws", True, True
SECRETS = {
    "KES_AWS_ACCESSKEY": ("credentials", "accesskey"),
    "KES_AWS_SECRETKEY": ("credentials", "secretkey"),
    "KES_AWS_TOKEN": ("credentials", "token"),
}
REGION = re.compile(r"[a-z]{2}(-[a-z]+){1,2}-\d{1,2}")
KMS_KEY = re.compile(
    r"alias/[0-9A-Za-z/_-]+|(mrk-)?[0-9a-f-]{32,36}|arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:(key|alias)/[0-9A-Za-z/_-]+"
)
# the region in the name of one of AWS's own servers, such as vpce-1a2b.secretsmanager.eu-west-1.vpce.amazonaws.com
IN_HOST = re.compile(r"secretsmanager(?:-fips)?\.([a-z0-9-]+)\.(?:vpce\.)?amazonaws\.com")
LONG_LIVED, TEMPORARY = "AKIA", "ASIA"


def check(settings: dict) -> None:
    """Check the settings; raises InputError naming the variable, the value and what is accepted, never a secret."""
    strict.check_known(settings, OPTIONS, VARIABLE)
    region = settings["region"]
    strict.check_form(region, REGION, f"{VARIABLE}.region", "give the region's code, such as eu-central-1")
    strict.check_host_address(endpoint(settings), f"{VARIABLE}.endpoint")
    named = IN_HOST.search(urllib.parse.urlsplit(endpoint(settings)).hostname or "")
    if named and named.group(1) != region:
        raise InputError(
            f"{VARIABLE}.endpoint is {settings['endpoint']!r} and {VARIABLE}.region is {region!r}: give the two of one region, as "
            "requests are signed for it"
        )
    if settings.get("kmskey") is not None:
        _check_kms_key(settings["kmskey"], region)
    if settings.get("credentials"):
        _check_credentials(settings["credentials"])
    strict.check_pem(settings.get("ca"), "CERTIFICATE", f"{VARIABLE}.ca")


def _check_kms_key(key: str, region: str) -> None:
    found = strict.check_form(
        key, KMS_KEY, f"{VARIABLE}.kmskey", "give the ID, the alias (alias/NAME) or the ARN of a KMS key"
    )
    if found.group(2) and found.group(2) != region:
        raise InputError(
            f"{VARIABLE}.kmskey is {key!r}: give a key of the region {region}, as Secrets Manager uses no other"
        )


def _check_credentials(login: dict) -> None:
    if login["accesskey"].startswith(TEMPORARY) and not login.get("token"):
        raise InputError(
            f"{VARIABLE}.credentials.token is not set: an access key that begins with {TEMPORARY} is of a session and needs it"
        )
    if login["accesskey"].startswith(LONG_LIVED) and login.get("token"):
        raise InputError(
            f"{VARIABLE}.credentials.token is set: leave it out, an access key that begins with {LONG_LIVED} is of no session"
        )


def environment(settings: dict, directory: str) -> dict[str, str]:
    """Return the secrets as environment variables, config.yml refers to them by name; and what KES trusts."""
    return {**parts.environment(settings, SECRETS), **parts.trust(settings, directory)}


def files(settings: dict, directory: str) -> list[dict]:
    """Return the CA as a file for minio_files."""
    return parts.trusted(settings, directory)


def keystore(settings: dict, directory: str) -> dict:
    """Return the block below "keystore" of config.yml; without credentials KES takes those of the host."""
    block = {"endpoint": endpoint(settings), **parts.given(settings, "region", "kmskey")}
    if settings.get("credentials"):
        block["credentials"] = parts.referred(settings, SECRETS, "credentials")
    return {"aws": {"secretsmanager": block}}
