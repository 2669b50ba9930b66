# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""AWS Secrets Manager: moto's, with users and policies of IAM enforced.

moto knows the service and checks signatures and policies. What it lacks is added here:

* Secrets outlive a restart.
* Refusals are those of the service: UnrecognizedClientException (no such access key), InvalidSignatureException (wrong
  secret key) and AccessDeniedException, in JSON; moto has those of IAM in XML. All errors have status 400.
* What comes without the headers of the service is answered at all.
* A policy may name secrets by their ARN: moto takes every call for one on "*".

Accounts: {"users": {NAME: {"access_keys": {ID: SECRET}, "policy": document of IAM}}}; the account is moto's.

Sources: moto; Amazon's reference of Secrets Manager (Common Error Types); Amazon's Go library in KES and its Python
library boto3, which both work against this double.
"""

from __future__ import annotations

import json
import re
import typing as t

from moto import settings
from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.secretsmanager.models import secretsmanager_backends
from moto.secretsmanager.responses import SecretsManagerResponse
from werkzeug.test import Client

from .server import Answer, Files, Request, Service

# what IAM says, and what a service that speaks JSON says in its place
REFUSALS = {
    "InvalidClientTokenId": "UnrecognizedClientException",
    "SignatureDoesNotMatch": "InvalidSignatureException",
    "AccessDenied": "AccessDeniedException",
}
MEDIA_TYPE = "application/x-amz-json-1.1"
XML_ERROR = re.compile(r"<Code>(\w+)</Code>\s*<Message>([^<]*)</Message>")


def _resource(call: SecretsManagerResponse) -> str:
    """Return the ARN that a policy has to allow; one secret has a random end of its own once it exists."""
    name = call._get_param("SecretId") or call._get_param("Name")
    if not name:
        return "*"
    kept = call.backend.secrets.get(name)
    return kept.arn if kept else f"arn:aws:secretsmanager:{call.region}:{call.current_account}:secret:{name}"


class AwsSecretsManager(Service):
    """State: {"secrets": {REGION: {NAME: {"value": str, "kms_key": str or null}}}}."""

    def __init__(self, files: Files) -> None:
        """Give moto what an earlier run kept, and have it let nobody in without an account."""
        super().__init__(files)
        settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
        SecretsManagerResponse._determine_resource = _resource
        self._moto = Client(DomainDispatcherApplication(create_backend_app), use_cookies=False)
        self._secrets = secretsmanager_backends[DEFAULT_ACCOUNT_ID]
        for region, kept in files.state.setdefault("secrets", {}).items():
            for name, entry in kept.items():
                self._secrets[region].create_secret(
                    name, entry["value"], None, None, None, entry["kms_key"], None, [], False
                )

    def answer(self, request: Request) -> Answer:
        """Have moto answer, and keep what changed."""
        if "x-amz-target" not in request.headers:
            return Answer(404, "<UnknownOperationException/>\n")
        if "authorization" not in request.headers:
            return self._error("MissingAuthenticationTokenException", "Missing Authentication Token")
        self._take_accounts()
        told = self._moto.open(
            request.path,
            base_url=f"https://{request.headers['host']}",
            method=request.method,
            headers={name: value for name, value in request.headers.items() if name != "transfer-encoding"},
            data=request.body,
        )
        if told.status_code < 400:
            self._keep()
            return Answer(told.status_code, told.data, {"content-type": MEDIA_TYPE})
        found = XML_ERROR.search(told.text)
        if not found:
            return self._error(told.json["__type"], told.json["message"])
        reason = self._reason(request) if found[1] == "AccessDenied" else ""
        return self._error(REFUSALS[found[1]], found[2] + reason)

    @staticmethod
    def _reason(request: Request) -> str:
        """Return what stands behind a refused action: the secret that was meant, if one, and why."""
        wanted = request.json()
        name = wanted.get("SecretId") or wanted.get("Name")
        action = request.headers["x-amz-target"].replace(".", ":")
        target = f" on resource: {name}" if name else ""
        return f"{target} because no identity-based policy allows the {action} action"

    @staticmethod
    def _error(kind: str, message: str) -> Answer:
        return Answer(400, {"__type": kind, "message": message}, {"content-type": MEDIA_TYPE})

    def _take_accounts(self) -> None:
        """Make IAM's users those of the file."""
        iam = iam_backends[DEFAULT_ACCOUNT_ID]["aws"]
        iam.users.clear()
        for name, account in self.files.accounts["users"].items():
            user = iam.create_user("us-east-1", name)
            user.put_policy("kes", json.dumps(account["policy"]))
            for identifier, secret in account["access_keys"].items():
                key = user.create_access_key("AKIA")
                key.access_key_id, key.secret_access_key = identifier, secret

    def _keep(self) -> None:
        secrets: dict[str, t.Any] = {
            region: {
                secret.name: {"value": secret.secret_string, "kms_key": secret.kms_key_id}
                for secret in backend.secrets.values()
                if not secret.is_deleted()
            }
            for region, backend in self._secrets.items()
        }
        if secrets != self.files.state["secrets"]:
            self.files.state["secrets"] = secrets
            self.files.save()
