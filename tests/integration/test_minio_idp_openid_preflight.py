# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""OpenID providers that are declared wrong are refused before any change, in a sentence that names them."""

from __future__ import annotations

import typing as t

import pytest

from tests.integration import preflight
from tests.integration.preflight import Case, Vars
from tests.integration.servers.authority import Authority
from tests.integration.servers.oidc import CLIENT, CLIENT_SECRET, OidcProvider

COMMON: Vars = {
    "minio_root_user": "root-of-cases",
    "minio_root_password": "planted-root-password",
    "minio_server_accept_advisories": {},
}
SILO = {"flavour": "silo", "version": "RELEASE.2026-09-16T00-00-00Z", "commit": None}
OPEN = {"flavour": "upstream", "version": "RELEASE.2025-09-07T16-13-09Z", "commit": None}
URL = "https://id.example.net/.well-known/openid-configuration"
LIVE = "the address of the provider of these tests"
"""Takes the place of an address that is known once the provider runs."""
GOOD: Vars = {"config_url": URL, "client_id": CLIENT, "client_secret": CLIENT_SECRET, "claim_name": "policy"}
STAFF = {**GOOD, "name": "staff", "client_id": "minio-staff", "claim_name": None, "role_policy": "readonly"}
STAFF = {key: value for key, value in STAFF.items() if value is not None}


def one(**different: t.Any) -> Vars:
    """Return a provider that differs from a good one; None leaves an option out."""
    provider = {**GOOD, **different}
    return {"minio_idp_openid": [{key: value for key, value in provider.items() if value is not None}]}


def probe(**login: t.Any) -> Vars:
    return {**one(), "minio_idp_openid_probe": login}


CASES: dict[str, Case] = {
    "good": Case(
        {
            **one(config_url=LIVE, scopes=["openid", "email"], redirect_uri="https://console.example.net/oauth_callback"),
            "minio_idp_openid_probe": {"username": "reader", "password": "planted-password", "policies": ["readonly"]},
        }
    ),
    "good_role": Case({"minio_idp_openid": [{**STAFF, "config_url": LIVE, "role_policy": "readonly, app"}],
                       "minio_idp_policies": [{"name": "app", "policy": {"Version": "2012-10-17", "Statement": [
                           {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::app/*"]}]}}]}),
    "one_that_goes": Case({"minio_idp_openid": [{"name": "old", "state": "absent"}]}),
    "http": Case(one(config_url=URL.replace("https", "http")), {}, ("minio_idp_openid _: config_url is http://id", "begin with https://")),
    "no_document": Case(one(config_url="https://id.example.net"), {}, ("config_url is https://id.example.net: it has to end in",)),
    "no_address": Case(one(config_url=None), {}, ("config_url is not set: give the address",)),
    "password_in_address": Case(one(config_url=URL.replace("id.", "u:planted@id.")), {}, ("config_url has a user or a password in it",)),
    "query": Case(one(config_url=URL + "?p=policy"), {}, ("give it without anything after a question mark",)),
    "no_port": Case(one(config_url=URL.replace(".net", ".net:port")), {}, ("config_url is no address",)),
    "no_host": Case(one(config_url="https:///.well-known/openid-configuration"), {}, ("give a host",)),
    "no_client": Case(one(client_id=None), {}, ("client_id is not set",)),
    "short_secret": Case(one(client_secret="planted-too-short"), {}, ("client_secret has 17 bytes: it has to have 32",)),
    "dull_secret": Case(one(client_secret=40 * "planted"), {}, ("client_secret repeats 7 characters",)),
    "secret_of_two_lines": Case(
        one(client_secret=CLIENT_SECRET + "\nplanted"),
        {},
        ("client_secret begins or ends with a quote or a space or has more than one line",),
    ),
    "quoted_secret": Case(one(client_secret=f'"{CLIENT_SECRET}"'), {}, ("client_secret begins or ends with a quote",)),
    "both_rights": Case(one(role_policy="readonly"), {}, ("role_policy is readonly and claim_name is policy: give only one",)),
    "no_rights": Case(one(claim_name=None), {}, ("neither role_policy nor claim_name is set",)),
    "empty_policy": Case(one(claim_name=None, role_policy="readonly,,app"), {}, ("role_policy is 'readonly,,app': it has an empty name",)),
    "prefix_of_nothing": Case(one(claim_name=None, role_policy="readonly", claim_prefix="x_"), {}, ("claim_prefix is x_ without claim_name",)),
    "unknown_policy": Case(
        {"minio_idp_openid": [{**STAFF, "config_url": LIVE, "role_policy": "nowhere"}]},
        {},
        ("minio_idp_openid gives nowhere by role_policy, which minio_idp_policies does not declare",),
    ),
    "removed_policy": Case(
        {**one(claim_name=None, role_policy="app"), "minio_idp_policies": [{"name": "app", "state": "absent"}]},
        {},
        ("minio_idp_openid _: role_policy names app, which minio_idp_policies removes",),
    ),
    "no_openid_scope": Case(one(scopes=["email"]), {}, ("scopes is email: openid has to be among them",)),
    "empty_scopes": Case(one(scopes=[]), {}, ("scopes is empty",)),
    "scopes_in_one": Case(one(scopes=["openid email"]), {}, ("scopes has 'openid email'", "one in each element")),
    "scopes_as_text": Case(one(scopes="openid"), {}, ("minio_idp_openid[0].scopes is text: it has to be a list",)),
    "redirect_in_clear": Case(one(redirect_uri="http://console.example.net/"), {}, ("redirect_uri is http://console.example.net/",)),
    "redirect_fragment": Case(one(redirect_uri="https://console.example.net/#x"), {}, ("redirect_uri is https://console",)),
    "two_redirects": Case(one(redirect_uri="https://c.example.net/", redirect_uri_dynamic=True), {}, ("give only one",)),
    "unknown_vendor": Case(one(vendor="okta"), {}, ("minio_idp_openid[0].vendor is 'okta'", "keycloak")),
    "vendor_without_api": Case(one(vendor="keycloak"), {}, ("keycloak_admin_url is not set",)),
    "realm_without_vendor": Case(one(keycloak_realm="x"), {}, ("keycloak_realm is set and vendor is not",)),
    "keycloak_in_clear": Case(one(vendor="keycloak", keycloak_admin_url="http://k/admin"), {}, ("keycloak_admin_url is http://k/admin",)),
    "bad_name": Case(one(name="a:b"), {}, ("name is 'a:b': it has to be of letters",)),
    "splitting_name": Case(one(display_name="Staff vendor=x"), {}, ("display_name contains the name of a setting",)),
    "name_twice": Case({"minio_idp_openid": [STAFF, {**STAFF, "client_id": "b"}]}, {}, ("lists name staff 2 times",)),
    "client_twice": Case({"minio_idp_openid": [GOOD, {**STAFF, "client_id": CLIENT}]}, {}, ("lists client_id minio 2 times",)),
    "two_with_claims": Case(
        {"minio_idp_openid": [GOOD, {**GOOD, "name": "other", "client_id": "b"}]},
        {},
        ("has _ and other with claim_name: only one provider can have it",),
    ),
    "misspelt": Case(one(client_secrets="planted"), {}, ("client_secrets", "client_secret")),
    "release_open_to_forging": Case(one(), {"release": OPEN}, ("upstream RELEASE.2025-09-07T16-13-09Z has CVE-2026-33322", "minio_server_accept_advisories")),
    "accepted_without_reason": Case(
        {**one(), "minio_server_accept_advisories": {"CVE-2026-33322": ""}}, {"release": OPEN}, ("accepts CVE-2026-33322 without a reason",)
    ),
    "accepted": Case(
        {**one(config_url=LIVE), "minio_server_accept_advisories": {"CVE-2026-33322": "nobody knows it"}}, {"release": OPEN}
    ),
    "probe_of_another": Case(probe(name="staff", token="planted.a.b"), {}, ("minio_idp_openid_probe is for staff, which minio_idp_openid does not list",)),
    "probe_without_provider": Case({"minio_idp_openid_probe": {"token": "planted.a.b"}}, {}, ("nothing, as none is listed",)),
    "token_that_is_none": Case(probe(token="planted"), {}, ("has a token that is no JWT",)),
    "two_probes": Case(probe(token="planted.a.b", username="reader", password="planted"), {}, ("has a token and username reader",)),
    "half_a_login": Case(probe(username="reader"), {}, ("has only one of username and password",)),
    "probe_scopes": Case(probe(scopes=["email"]), {}, ("has the scopes email: openid has to be among them",)),
    "nobody_there": Case(
        one(config_url="https://127.0.0.1:1/.well-known/openid-configuration"),
        {},
        ("minio_idp_openid cannot be used from nobody_there: _: 127.0.0.1:1 does not answer",),
    ),
    "untrusted": Case(
        {**one(config_url=LIVE), "minio_tls_trusted_cas": []},
        {},
        ("shows a certificate that is not to be trusted", "have MinIO trust its CA, by minio_tls_trusted_cas"),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> t.Iterator[preflight.Answers]:
    """Run the preflight of all cases, with a provider to be asked by those that get that far."""
    provider = OidcProvider(tmp_path_factory.mktemp("openid"), authority)
    provider.start()
    common = {
        **COMMON,
        "minio_tls_trusted_cas": [{"name": "provider", "certificate": authority.certificate.read_text()}],
    }
    cases = {}
    for name, case in CASES.items():
        listed = [
            {**entry, "config_url": provider.config_url} if entry.get("config_url") == LIVE else entry
            for entry in case.variables.get("minio_idp_openid", [])
        ]
        variables = {**case.variables, "minio_idp_openid": listed}
        cases[name] = case._replace(variables=variables, deployment={"release": SILO, **case.deployment})
    try:
        yield preflight.run(tmp_path_factory.mktemp("preflight"), "minio_idp", cases, common)
    finally:
        provider.stop()


@pytest.mark.parametrize("name", CASES)
def test_preflight(answers, name):
    answers.check(name, CASES[name])


def test_no_secret_is_shown(answers):
    assert preflight.PLANTED not in answers.output
