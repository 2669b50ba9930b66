# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Log in at a server's STS as somebody of an identity provider, and see which rights that gives. Never a credential."""

from __future__ import annotations

import re
import typing as t
from xml.etree import ElementTree

from .. import _http, _openid
from .._errors import HardeningError, ServerError
from . import policies
from .client import ApiError, Client
from .kinds import Policies
from .providers import settings as provider_settings

SHORTEST_LIFE = 900
"""Seconds; the server gives none that ends before."""
Form = t.Dict[str, str]


class Answer(t.NamedTuple):
    """The temporary credential that a login gave."""

    access_key: str
    secret_key: str
    session_token: str


class Probe:
    """Somebody who can log in."""

    secrets: t.Collection[str] = ()
    """What no message may show."""

    def form(self, client: Client) -> Form:
        """Return the form of a login at the node that *client* asks; raises HardeningError where there can be none."""
        raise NotImplementedError


class LdapProbe(Probe):
    """A user of LDAP."""

    def __init__(self, login: t.Mapping[str, str]) -> None:
        """Take username and password."""
        self._login = login
        self.secrets = (login["password"],)

    def form(self, client: Client) -> Form:
        """Return name and password."""
        return {
            "Action": "AssumeRoleWithLDAPIdentity",
            "LDAPUsername": self._login["username"],
            "LDAPPassword": self._login["password"],
        }


class OpenidProbe(Probe):
    """A token of an OpenID provider, asked for where none is given."""

    def __init__(self, client: Client, login: t.Mapping[str, t.Any]) -> None:
        """Take the options of the module, and have a token from here on."""
        self._name = login["name"]
        self._token, self._access_token = login["token"], login["access_token"]
        if not self._token:
            self._token, self._access_token = self._ask(client, login)
        self.secrets = (self._token, self._access_token or "", login["password"] or "", login["client_secret"] or "")

    def _ask(self, client: Client, login: t.Mapping[str, t.Any]) -> t.Tuple[str, t.Optional[str]]:
        settings = provider_settings(client, "openid", self._name)
        if not settings.get("config_url"):
            raise ServerError(self._absent(client))
        asking = _openid.Client(login["client_id"] or settings.get("client_id", ""), login["client_secret"])
        return _openid.token(
            settings["config_url"],
            _http.context(login["ca_path"]),
            asking,
            login["scopes"],
            login["username"],
            login["password"],
        )

    def _absent(self, client: Client) -> str:
        return f"{client.url}: openid provider {self._name} is not in force there: it is not loaded, or did not answer"

    def form(self, client: Client) -> Form:
        """Return the token, and the role where the provider has one."""
        listed = client.admin("GET", "idp-config/openid", "list openid providers", encrypted=True) or []
        found = next((entry for entry in listed if entry["name"] == self._name and entry.get("enabled")), None)
        if found is None:
            raise ServerError(self._absent(client))
        form = {"Action": "AssumeRoleWithWebIdentity", "WebIdentityToken": self._token}
        if self._access_token:
            form["WebIdentityAccessToken"] = self._access_token
        if found.get("roleARN"):
            form["RoleArn"] = found["roleARN"]
        return form


def _texts(body: bytes) -> t.Dict[str, str]:
    """Return the texts of an XML document by the names of their elements, without name spaces."""
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError:
        return {}
    return {re.sub(r"^\{.*\}", "", element.tag): (element.text or "").strip() for element in root.iter()}


def assume(client: Client, form: Form, secrets: t.Collection[str]) -> Answer:
    """Log in and return the credential; raises ApiError with the server's reason, in which none of *secrets* is left."""
    doing = "log in by " + form["Action"]
    fields = {**form, "Version": "2011-06-15", "DurationSeconds": str(SHORTEST_LIFE)}
    status, body = client.post_form(fields, doing)
    texts = _texts(body)
    if status != 200 or not texts.get("SessionToken"):
        reason = f"{texts.get('Code', status)}: {texts.get('Message', 'the answer is not one of an STS')}"
        for secret in sorted(filter(None, secrets), key=len, reverse=True):
            reason = reason.replace(secret, "(not shown)")
        raise ApiError(f"{client.url}: cannot {doing}: {reason}", texts.get("Code", ""), status)
    return Answer(texts["AccessKeyId"], texts["SecretAccessKey"], texts["SessionToken"])


def rights(client: Client, answer: Answer) -> policies.Document:
    """Return the policy document that a credential works under, in canonical form."""
    info = client.working_as(*answer).admin("GET", "accountinfo", "read the rights of the login")
    document = (info or {}).get("Policy")
    if not isinstance(document, dict):
        raise ServerError(f"{client.url}: cannot read the rights of the login: the answer has no policy")
    return policies.stored(document)


def held(documents: t.Mapping[str, policies.Document], policy: policies.Document) -> t.List[str]:
    """Return the names of the policies of which every statement is in a document: the server merges them into one."""
    statements = policy.get("Statement") or []
    return sorted(
        name
        for name, document in documents.items()
        if document.get("Statement") and all(statement in statements for statement in document["Statement"])
    )


def _surprise(policy: policies.Document, has: t.Sequence[str], wanted: t.Optional[t.Sequence[str]]) -> t.Optional[str]:
    """Return in which way a login has not the rights that it should have; any are good where none are named."""
    if wanted is None:
        return None if policy.get("Statement") else "it is let in and has no rights at all"
    if sorted(has) == sorted(wanted):
        return None
    return f"it is let in with {', '.join(has) or 'no policy that is known'} instead of {', '.join(sorted(wanted)) or 'none'}"


def try_login(
    client: Client,
    probe: Probe,
    documents: t.Mapping[str, policies.Document],
    wanted: t.Optional[t.Sequence[str]] = None,
) -> t.Dict[str, t.Any]:
    """Return whether a login works at one node, its policies, and what is not as it should be."""
    try:
        policy = rights(client, assume(client, probe.form(client), probe.secrets))
    except HardeningError as error:
        return {"accepted": False, "policies": [], "policy": None, "error": str(error)}
    has = held(documents, policy)
    surprise = _surprise(policy, has, wanted)
    told = f"{client.url}: {surprise}" if surprise else None
    return {"accepted": True, "policies": has, "policy": policy, "error": told}


def documents_of(client: Client) -> t.Dict[str, policies.Document]:
    """Return the documents of all policies of the cluster."""
    return Policies(client).read(())
