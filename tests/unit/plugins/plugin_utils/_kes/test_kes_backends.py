# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every key management system: what reaches KES, and every refusal in one sentence that shows no secret."""

from __future__ import annotations

import json
import pathlib
import re
import typing as t

import pytest
import yaml
from ansible.errors import AnsibleFilterError
from ansible_collections.hardening.minio.plugins.doc_fragments._kes_backends import ModuleDocFragment
from ansible_collections.hardening.minio.plugins.filter.environment_file import environment_file
from ansible_collections.hardening.minio.plugins.filter.kes_config import kes_config
from ansible_collections.hardening.minio.plugins.module_utils import _systemd
from ansible_collections.hardening.minio.plugins.modules import kes_backend_info, kes_log_info
from ansible_collections.hardening.minio.plugins.plugin_utils._kes.backends import BACKENDS

from tests.kes_settings import CLIENT_KEY, ID, LEAST, MOST, PEM, PLANTED, PRIVATE_KEY, Settings

TREE = pathlib.Path(__file__).resolve().parents[5]
IDENTITY = "0123456789abcdef" * 4
REFERENCE = re.compile(r"\$\{(\w+)\}")


def rendered(backend: str, settings: Settings, **wanted: t.Any) -> dict[str, t.Any]:
    return kes_config(settings, backend, identities=[IDENTITY], **wanted)


def changed(backend: str, path: str, value: t.Any, base: dict[str, Settings] = MOST) -> Settings:
    """Return good settings in which one, named by its path, has another value."""
    settings: Settings = json.loads(json.dumps(base[backend]))
    *groups, last = path.split(".")
    place = settings
    for group in groups:
        place = place.setdefault(group, {})
    place[last] = value
    return settings


def without(backend: str, path: str) -> Settings:
    """Return good settings in which one, named by its path, is not given."""
    return changed(backend, path, None)


def scalars(value: t.Any) -> t.Iterator[t.Any]:
    if isinstance(value, dict):
        for one in value.values():
            yield from scalars(one)
    else:
        yield value


@pytest.mark.parametrize("settings", [LEAST, MOST], ids=["least", "most"])
@pytest.mark.parametrize("backend", sorted(BACKENDS))
def test_secrets_are_referred_to_and_every_reference_has_its_value(backend, settings):
    found = rendered(backend, settings[backend])
    block = found["configuration"]["keystore"]
    assert list(block) == [found["keystore"]]
    assert PLANTED not in json.dumps(found["configuration"])
    references = {REFERENCE.fullmatch(str(value)).group(1) for value in scalars(block) if "${" in str(value)}
    assert references == {name for name in found["environment"] if not name.startswith("SSL_CERT_")}
    assert all(found["environment"].values())


@pytest.mark.parametrize("backend", sorted(BACKENDS))
def test_the_environment_survives_its_file(backend):
    variables = rendered(backend, MOST[backend])["environment"]
    assert _systemd.parse_environment_file(environment_file(variables)) == variables
    assert not [name for name, value in variables.items() if "\n" in value]


@pytest.mark.parametrize(
    ("backend", "block"),
    [
        ("aws", {"aws": {"secretsmanager": {"endpoint": "https://secretsmanager.eu-central-1.amazonaws.com", "region": "eu-central-1"}}}),
        ("azure", {"azure": {"keyvault": {"endpoint": "https://kes-test.vault.azure.net"}}}),
        ("gcp", {"gcp": {"secretmanager": {"project_id": "kes-test"}}}),
        (
            "fortanix",
            {"fortanix": {"sdkms": {"endpoint": "https://sdkms.example.net", "credentials": {"key": "${KES_FORTANIX_KEY}"}}}},
        ),
        (
            "ciphertrust",
            {"gemalto": {"keysecure": {"endpoint": "https://ctm.example.net", "credentials": {"token": "${KES_CIPHERTRUST_TOKEN}"}}}},
        ),
        (
            "vault",
            {
                "vault": {
                    "endpoint": "https://vault.example.net:8200",
                    "version": "v2",
                    "approle": {"id": "${KES_VAULT_APPROLE_ID}", "secret": "${KES_VAULT_APPROLE_SECRET}"},
                    "status": {"ping": "10s"},
                }
            },
        ),
    ],
)  # fmt: skip
def test_the_least_that_is_written(backend, block):
    assert rendered(backend, LEAST[backend])["configuration"]["keystore"] == block


@pytest.mark.parametrize(
    ("backend", "block"),
    [
        (
            "aws",
            {
                "endpoint": "https://vpce-1a2b.secretsmanager.eu-central-1.vpce.amazonaws.com",
                "region": "eu-central-1",
                "kmskey": "alias/kes",
                "credentials": {"accesskey": "${KES_AWS_ACCESSKEY}", "secretkey": "${KES_AWS_SECRETKEY}", "token": "${KES_AWS_TOKEN}"},
            },
        ),
        (
            "azure",
            {
                "endpoint": "https://kes-test.vault.azure.net",
                "credentials": {
                    "tenant_id": "${KES_AZURE_TENANT_ID}",
                    "client_id": "${KES_AZURE_CLIENT_ID}",
                    "client_secret": "${KES_AZURE_CLIENT_SECRET}",
                },
            },
        ),
        (
            "gcp",
            {
                "project_id": "kes-test",
                "scopes": ["https://www.googleapis.com/auth/cloud-platform"],
                "credentials": {
                    "client_email": "${KES_GCP_CLIENT_EMAIL}",
                    "client_id": "${KES_GCP_CLIENT_ID}",
                    "private_key_id": "${KES_GCP_PRIVATE_KEY_ID}",
                    "private_key": "${KES_GCP_PRIVATE_KEY}",
                },
            },
        ),
        (
            "fortanix",
            {
                "endpoint": "https://sdkms.example.net",
                "group_id": ID,
                "credentials": {"key": "${KES_FORTANIX_KEY}"},
                "tls": {"ca": "/etc/kes/backend/ca.crt"},
            },
        ),
        (
            "ciphertrust",
            {
                "endpoint": "https://ctm.example.net:8443",
                "credentials": {"token": "${KES_CIPHERTRUST_TOKEN}", "domain": "minio"},
                "tls": {"ca": "/etc/kes/backend/ca.crt"},
            },
        ),
    ],
)  # fmt: skip
def test_the_most_that_is_written(backend, block):
    (found,) = rendered(backend, MOST[backend])["configuration"]["keystore"].values()
    assert list(found.values()) == [block]


def test_a_managed_identity_takes_the_place_of_credentials():
    found = rendered("azure", {**LEAST["azure"], "managed_identity": {"client_id": ID}})
    block = found["configuration"]["keystore"]["azure"]["keyvault"]
    assert block["managed_identity"] == {"client_id": ID} and "credentials" not in block
    assert found["environment"] == {}


@pytest.mark.parametrize("backend", ["aws", "azure", "gcp"])
def test_a_ca_without_a_setting_of_kes_is_the_only_one_trusted(backend):
    found = rendered(backend, MOST[backend])
    (authority,) = found["files"]
    assert re.fullmatch(r"/etc/kes/backend/trusted-[0-9a-f]{8}\.crt", authority["path"]) and authority["content"] == PEM
    assert found["environment"]["SSL_CERT_FILE"] == authority["path"]
    # what Go reads besides
    assert found["environment"]["SSL_CERT_DIR"] == "/nonexistent"
    other = rendered(backend, {**MOST[backend], "ca": PEM.replace("AAAA", "BBBB")})
    assert other["environment"]["SSL_CERT_FILE"] != authority["path"]
    assert not any(name.startswith("SSL_") for name in rendered(backend, LEAST[backend])["environment"])


def test_googles_private_key_is_one_line_that_kes_makes_lines_of():
    written = rendered("gcp", MOST["gcp"])["environment"]["KES_GCP_PRIVATE_KEY"]
    assert written.replace("\\n", "\n") == PRIVATE_KEY.strip()
    escaped = changed("gcp", "credentials.private_key", PRIVATE_KEY.replace("\n", "\\n"))
    assert (
        rendered("gcp", escaped)["environment"]["KES_GCP_PRIVATE_KEY"].replace("\\n", "\n").strip()
        == PRIVATE_KEY.strip()
    )


def test_listing_is_allowed_where_kes_can_list():
    allowed = {
        name: "/v1/key/list/*" in rendered(name, LEAST[name])["configuration"]["policy"]["minio"]["allow"]
        for name in BACKENDS
    }
    assert [name for name, listing in allowed.items() if not listing] == ["fortanix"]


def test_china_has_a_domain_of_its_own():
    block = rendered("aws", {"region": "cn-north-1"})["configuration"]["keystore"]["aws"]["secretsmanager"]
    assert block["endpoint"] == "https://secretsmanager.cn-north-1.amazonaws.com.cn"


@pytest.mark.parametrize(
    "kmskey", [ID, "mrk-0123456789abcdef0123456789abcdef", f"arn:aws:kms:eu-central-1:123456789012:key/{ID}"]
)
def test_keys_of_aws_have_several_forms(kmskey):
    assert rendered("aws", changed("aws", "kmskey", kmskey))["configuration"]


FOLDED = PRIVATE_KEY.replace("\n", " ")
WRONG: list[tuple[str, t.Any, list[str]]] = [
    ("vault", None, ["minio_kes_vault is nothing", "dictionary"]),
    ("vault", changed("vault", "endpont", "x"), ["minio_kes_vault has the key 'endpont'", "misspelt 'endpoint'"]),
    ("vault", changed("vault", "approle.secret_id", "x"), ["minio_kes_vault.approle has the key 'secret_id'", "known are"]),
    ("vault", changed("vault", "version", 2), ["minio_kes_vault.version is a number", "quotes"]),
    ("vault", changed("vault", "version", "2"), ["minio_kes_vault.version is '2'", "v1, v2"]),
    ("vault", changed("vault", "approle", "planted"), ["minio_kes_vault.approle is text", "dictionary"]),
    ("vault", changed("vault", "approle.secret", ["planted"]), ["minio_kes_vault.approle.secret is a list", "text"]),
    ("vault", changed("vault", "approle.secret", " "), ["minio_kes_vault.approle.secret is empty", "give the secret"]),
    ("vault", without("vault", "approle.secret"), ["minio_kes_vault.approle.secret is not set"]),
    ("vault", without("vault", "approle.id"), ["minio_kes_vault.approle.id is not set"]),
    ("vault", without("vault", "approle"), ["minio_kes_vault has no login", "approle and kubernetes"]),
    ("vault", changed("vault", "kubernetes", {"role": "x", "jwt": "planted"}), ["approle and kubernetes login", "exactly one"]),
    ("vault", {**without("vault", "approle"), "kubernetes": {"jwt": "planted"}}, ["minio_kes_vault.kubernetes.role is not set"]),
    ("vault", {**without("vault", "approle"), "kubernetes": {"role": "x"}}, ["minio_kes_vault.kubernetes.jwt is not set"]),
    ("vault", without("vault", "endpoint"), ["minio_kes_vault.endpoint is not set"]),
    ("vault", changed("vault", "endpoint", "http://vault:8200"), ["minio_kes_vault.endpoint is 'http://vault:8200'", "https://"]),
    ("vault", changed("vault", "endpoint", "vault:8200"), ["minio_kes_vault.endpoint is 'vault:8200'", "https://"]),
    ("vault", changed("vault", "endpoint", "https://me:planted@vault"), ["minio_kes_vault.endpoint", "user or a password"]),
    ("vault", changed("vault", "endpoint", "https://play.min.io:7373"), ["minio_kes_vault.endpoint", "playground"]),
    ("vault", changed("vault", "endpoint", "https://kes.PLAY.min.io"), ["minio_kes_vault.endpoint", "playground"]),
    ("vault", changed("vault", "prefix", "${PREFIX}"), ["minio_kes_vault.prefix is '${PREFIX}'", "write the value itself"]),
    ("vault", changed("vault", "ca", "/etc/ssl/vault.pem"), ["minio_kes_vault.ca", "PEM"]),
    ("vault", without("vault", "client_key"), ["client_certificate and client_key", "belong together"]),
    ("vault", changed("vault", "client_key", "planted"), ["minio_kes_vault.client_key", "PEM"]),
    ("vault", changed("vault", "client_certificate", CLIENT_KEY), ["minio_kes_vault.client_certificate", "PEM"]),
    ("vault", changed("vault", "transit", {"engine": "transit"}), ["minio_kes_vault.transit.key is not set", "never rotate"]),
    ("vault", changed("vault", "ping", "0s"), ["minio_kes_vault.ping is '0s'", "more than none"]),
    ("vault", changed("vault", "ping", "often"), ["minio_kes_vault.ping is 'often'", "duration"]),
    ("vault", changed("vault", "approle.secret", "planted\n"), ["minio_kes_vault.approle.secret has a line break", "alone"]),
    ("aws", None, ["minio_kes_aws is nothing"]),
    ("aws", {}, ["minio_kes_aws.region is not set"]),
    ("aws", changed("aws", "region", "Frankfurt"), ["minio_kes_aws.region is 'Frankfurt'", "eu-central-1"]),
    ("aws", changed("aws", "region", ""), ["minio_kes_aws.region is ''", "eu-central-1"]),
    ("aws", changed("aws", "region", "us-east-1"), ["minio_kes_aws.endpoint", "'us-east-1'", "one region"]),
    ("aws", changed("aws", "endpoint", "secretsmanager.eu-central-1.amazonaws.com"), ["minio_kes_aws.endpoint", "https://"]),
    ("aws", changed("aws", "endpoint", "https://aws.example.net/secrets"), ["minio_kes_aws.endpoint", "nothing behind"]),
    ("aws", changed("aws", "kms_key", "alias/kes"), ["minio_kes_aws has the key 'kms_key'", "misspelt 'kmskey'"]),
    ("aws", changed("aws", "kmskey", "kes"), ["minio_kes_aws.kmskey is 'kes'", "alias/NAME"]),
    ("aws", changed("aws", "kmskey", f"arn:aws:kms:us-east-1:123456789012:key/{ID}"), ["minio_kes_aws.kmskey", "region eu-central-1"]),
    ("aws", changed("aws", "credentials", {}), ["minio_kes_aws.credentials.accesskey is not set"]),
    ("aws", without("aws", "credentials.secretkey"), ["minio_kes_aws.credentials.secretkey is not set"]),
    ("aws", without("aws", "credentials.token"), ["minio_kes_aws.credentials.token is not set", "ASIA"]),
    ("aws", changed("aws", "credentials.accesskey", "AKIAplanted"), ["minio_kes_aws.credentials.token is set", "AKIA"]),
    ("aws", changed("aws", "credentials.secret_key", "planted"), ["minio_kes_aws.credentials has the key 'secret_key'", "misspelt"]),
    ("aws", changed("aws", "credentials.secretkey", ""), ["minio_kes_aws.credentials.secretkey is empty"]),
    ("aws", changed("aws", "ca", "/etc/ssl/ca.pem"), ["minio_kes_aws.ca", "PEM"]),
    ("azure", {}, ["minio_kes_azure.endpoint is not set"]),
    ("azure", changed("azure", "endpoint", "https://kes-test.vault.azure.net:8443"), ["minio_kes_azure.endpoint", "without a port"]),
    ("azure", changed("azure", "endpoint", "https://kes-test.vault.azure.cn"), ["minio_kes_azure.endpoint", "vault.azure.net"]),
    ("azure", changed("azure", "endpoint", "https://vault.example.net"), ["minio_kes_azure.endpoint", "vault.azure.net"]),
    ("azure", changed("azure", "endpoint", "http://kes-test.vault.azure.net"), ["minio_kes_azure.endpoint", "https://"]),
    ("azure", changed("azure", "endpoint", "https://kes-test.vault.azure.net/keys"), ["minio_kes_azure.endpoint", "https://NAME"]),
    ("azure", without("azure", "credentials.tenant_id"), ["minio_kes_azure.credentials.tenant_id is not set"]),
    ("azure", without("azure", "credentials.client_id"), ["minio_kes_azure.credentials.client_id is not set"]),
    ("azure", without("azure", "credentials.client_secret"), ["minio_kes_azure.credentials.client_secret is not set"]),
    ("azure", changed("azure", "credentials.client_secret", " "), ["minio_kes_azure.credentials.client_secret is empty"]),
    ("azure", changed("azure", "credentials.tenant_id", "example.com"), ["minio_kes_azure.credentials.tenant_id is 'example.com'", "UUID"]),
    ("azure", changed("azure", "credentials.client_id", "kes"), ["minio_kes_azure.credentials.client_id is 'kes'", "UUID"]),
    ("azure", changed("azure", "managed_identity.client_id", ID), ["credentials and managed_identity login", "exactly one"]),
    ("azure", changed("azure", "managed_identity", {}, LEAST), ["minio_kes_azure.managed_identity.client_id is not set"]),
    ("azure", changed("azure", "managed_identity.client_id", "kes", LEAST), ["managed_identity.client_id is 'kes'", "UUID"]),
    ("azure", changed("azure", "tenant_id", ID), ["minio_kes_azure has the key 'tenant_id'", "known are"]),
    ("azure", changed("azure", "ca", CLIENT_KEY), ["minio_kes_azure.ca", "certificate"]),
    ("gcp", {}, ["minio_kes_gcp.project_id is not set"]),
    ("gcp", changed("gcp", "project_id", "Kes Test"), ["minio_kes_gcp.project_id is 'Kes Test'", "ID of the project"]),
    ("gcp", changed("gcp", "project_id", 123456789), ["minio_kes_gcp.project_id is a number", "quotes"]),
    ("gcp", changed("gcp", "endpoint", "secretmanager.googleapis.com:443"), ["minio_kes_gcp.endpoint", "leave it out"]),
    ("gcp", changed("gcp", "endpoint", "https://secretmanager.googleapis.com"), ["minio_kes_gcp.endpoint", "works with neither"]),
    ("gcp", changed("gcp", "scopes", [""]), ["minio_kes_gcp.scopes[0] is ''", "leave scopes out"]),
    ("gcp", changed("gcp", "scopes", "cloud-platform"), ["minio_kes_gcp.scopes is text", "list"]),
    ("gcp", changed("gcp", "scopes", [1]), ["minio_kes_gcp.scopes[0] is a number"]),
    ("gcp", without("gcp", "credentials.private_key"), ["minio_kes_gcp.credentials.private_key is not set"]),
    ("gcp", without("gcp", "credentials.private_key_id"), ["minio_kes_gcp.credentials.private_key_id is not set"]),
    ("gcp", without("gcp", "credentials.client_email"), ["minio_kes_gcp.credentials.client_email is not set"]),
    ("gcp", changed("gcp", "credentials.client_email", "me@example.com"), ["credentials.client_email is 'me@example.com'", "service account"]),
    ("gcp", changed("gcp", "credentials.client_id", 113491952745362495489), ["minio_kes_gcp.credentials.client_id is a number", "quotes"]),
    ("gcp", changed("gcp", "credentials.client_id", "kes"), ["minio_kes_gcp.credentials.client_id is 'kes'"]),
    ("gcp", changed("gcp", "credentials.private_key", "planted"), ["minio_kes_gcp.credentials.private_key", "PEM"]),
    ("gcp", changed("gcp", "credentials.private_key", FOLDED), ["minio_kes_gcp.credentials.private_key", "line breaks"]),
    ("gcp", changed("gcp", "credentials.type", "service_account"), ["minio_kes_gcp.credentials has the key 'type'", "known are"]),
    ("fortanix", {}, ["minio_kes_fortanix.endpoint is not set"]),
    ("fortanix", without("fortanix", "credentials"), ["minio_kes_fortanix.credentials is not set"]),
    ("fortanix", without("fortanix", "credentials.key"), ["minio_kes_fortanix.credentials.key is not set"]),
    ("fortanix", changed("fortanix", "credentials.key", "planted"), ["minio_kes_fortanix.credentials.key is no API key", "base64"]),
    ("fortanix", changed("fortanix", "credentials.key", "cGxhbnRlZA=="), ["minio_kes_fortanix.credentials.key is no API key", "colon"]),
    ("fortanix", changed("fortanix", "credentials.key", "plantéd"), ["minio_kes_fortanix.credentials.key is no API key"]),
    ("fortanix", changed("fortanix", "credentials.key", ""), ["minio_kes_fortanix.credentials.key is empty"]),
    ("fortanix", changed("fortanix", "group_id", "minio"), ["minio_kes_fortanix.group_id is 'minio'", "UUID"]),
    ("fortanix", changed("fortanix", "endpoint", "http://sdkms"), ["minio_kes_fortanix.endpoint is 'http://sdkms'", "https://"]),
    ("fortanix", changed("fortanix", "endpoint", "https://sdkms/?x=1"), ["minio_kes_fortanix.endpoint", "nothing behind"]),
    ("fortanix", changed("fortanix", "tls", {"ca": PEM}), ["minio_kes_fortanix has the key 'tls'", "known are"]),
    ("fortanix", changed("fortanix", "ca", "fortanix.pem"), ["minio_kes_fortanix.ca", "PEM"]),
    ("ciphertrust", {}, ["minio_kes_ciphertrust.endpoint is not set"]),
    ("ciphertrust", changed("ciphertrust", "endpoint", "https://ctm/"), ["minio_kes_ciphertrust.endpoint is 'https://ctm/'", "slash"]),
    ("ciphertrust", changed("ciphertrust", "endpoint", "https://ctm/api"), ["minio_kes_ciphertrust.endpoint", "nothing behind"]),
    ("ciphertrust", changed("ciphertrust", "endpoint", "ctm.example.net"), ["minio_kes_ciphertrust.endpoint", "https://"]),
    ("ciphertrust", without("ciphertrust", "credentials.token"), ["minio_kes_ciphertrust.credentials.token is not set"]),
    ("ciphertrust", changed("ciphertrust", "credentials.token", " "), ["minio_kes_ciphertrust.credentials.token is empty"]),
    ("ciphertrust", changed("ciphertrust", "credentials.retry", "5s"), ["credentials has the key 'retry'", "domain, token"]),
    ("ciphertrust", changed("ciphertrust", "credentials.domain", 7), ["minio_kes_ciphertrust.credentials.domain is a number", "quotes"]),
    ("ciphertrust", changed("ciphertrust", "ca", "ctm.pem"), ["minio_kes_ciphertrust.ca", "PEM"]),
]  # fmt: skip


@pytest.mark.parametrize(("backend", "settings", "words"), WRONG)
def test_settings_are_refused(backend, settings, words):
    with pytest.raises(AnsibleFilterError) as caught:
        kes_config(settings, backend)
    message = str(caught.value)
    assert [word for word in words if word not in message] == []
    assert f"minio_kes_{backend}" in message
    assert PLANTED not in message and "\n" not in message


def test_azure_takes_no_underscores_in_names():
    for wanted, value in (
        ({"keys": ["minio-a_b"]}, "'minio-a_b'"),
        ({"prefix": "minio_", "keys": ["minio_a"]}, "'minio_'"),
    ):
        with pytest.raises(AnsibleFilterError, match=value) as caught:
            kes_config(LEAST["azure"], "azure", **wanted)
        assert "leave underscores out" in str(caught.value)
        assert kes_config(LEAST["aws"], "aws", **wanted)


def settings_of(option: dict[str, t.Any], below: str) -> t.Any:
    """Return names, types, choices, needs and nested settings of an option, whatever else it says."""
    children = {name: settings_of(one, below) for name, one in (option.get(below) or {}).items()}
    return option["type"], option.get("elements"), option.get("choices"), bool(option.get("required")), children


@pytest.mark.parametrize("backend", sorted(BACKENDS))
def test_role_module_and_code_offer_the_same_settings(backend):
    specs = yaml.safe_load((TREE / "roles/minio_kes/meta/argument_specs.yml").read_text())
    in_code = settings_of({"type": "dict", "options": kes_backend_info.BACKENDS[backend].OPTIONS}, "options")
    assert settings_of(specs["argument_specs"]["main"]["options"][f"minio_kes_{backend}"], "options") == in_code
    documented = yaml.safe_load(getattr(ModuleDocFragment, backend.upper()))["options"][backend]
    assert settings_of(documented, "suboptions") == in_code


def test_role_and_modules_offer_every_backend():
    specs = yaml.safe_load((TREE / "roles/minio_kes/meta/argument_specs.yml").read_text())
    options = specs["argument_specs"]["main"]["options"]
    assert options["minio_kes_backend"]["choices"] == sorted(BACKENDS) == sorted(kes_backend_info.BACKENDS)
    for module in (kes_backend_info, kes_log_info):
        assert yaml.safe_load(module.DOCUMENTATION)["options"]["backend"]["choices"] == sorted(BACKENDS)
