# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each key management system is asked before a change, and what its answers become; by a server with a script."""

from __future__ import annotations

import http.server
import json
import socket
import ssl
import threading
import types
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError, InputError, ServerError
from ansible_collections.hardening.minio.plugins.module_utils._kes import aws, azure, ciphertrust, client, fortanix, gcp

from tests.integration.servers.authority import Authority
from tests.kes_settings import API_KEY, ID, PLANTED

Answer = t.Tuple[int, t.Any]
PROBE = "minio-probe"
# signatures and API keys are no secrets to look for by their text
SECRETS = (PLANTED, API_KEY)


class Request(t.NamedTuple):
    """What the server was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


class Script:
    """An HTTPS server that answers by a table of (method, path without query) -> (status, body), else 404."""

    def __init__(
        self, authority: Authority, domains: t.Sequence[str] = ("localhost",), ips: t.Sequence[str] = ("127.0.0.1",)
    ) -> None:
        """Start it on loopback, with a certificate of these names."""
        self.answers: dict[tuple[str, str], Answer] = {}
        self.asked: list[Request] = []
        self.authority = authority
        pair = authority.issue("script", domains, ips)
        script = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                script.asked.append(Request(self.command, self.path, dict(self.headers.items()), body))
                status, said = script.answers.get((self.command, self.path.partition("?")[0]), (404, "not found"))
                data = (said if isinstance(said, str) else json.dumps(said)).encode()
                self.send_response(status)
                if status != 204:
                    self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data if status != 204 else b"")

            do_GET = do_POST = do_PUT = _answer

            def log_message(self, format: str, *args: t.Any) -> None:
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pair.certificate, pair.key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """Address of the server."""
        return f"https://127.0.0.1:{self.server.server_address[1]}"

    def stop(self) -> None:
        """End it."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def script(tmp_path) -> t.Iterator[Script]:
    found = Script(Authority(tmp_path / "authority"))
    yield found
    found.stop()


LOGINS: dict[str, t.Any] = {
    "aws": {"accesskey": "AKIAplanted", "secretkey": "planted-secret"},
    "azure": {"tenant_id": ID, "client_id": ID, "client_secret": "planted-secret"},
    "fortanix": {"key": API_KEY},
    "ciphertrust": {"token": "planted-token", "domain": "minio"},
}
BACKENDS: dict[str, types.ModuleType] = {
    "aws": aws, "azure": azure, "ciphertrust": ciphertrust, "fortanix": fortanix, "gcp": gcp,
}  # fmt: skip
TOKEN = f"/{ID}/oauth2/v2.0/token"
VERSIONS, SECRET = f"/secrets/{PROBE}/versions", f"/secrets/{PROBE}/"
GOOD: dict[str, dict[tuple[str, str], Answer]] = {
    "aws": {("POST", "/"): (400, {"__type": "ResourceNotFoundException", "Message": "can't find it"})},
    "azure": {
        ("POST", TOKEN): (200, {"access_token": "planted-access"}),
        ("GET", VERSIONS): (200, {"value": []}),
        ("GET", SECRET): (404, {"error": {"code": "SecretNotFound"}}),
    },
    "fortanix": {
        ("GET", "/sys/v1/health"): (204, ""),
        ("POST", "/sys/v1/session/auth"): (200, {"access_token": "planted-access"}),
        ("POST", "/sys/v1/session/terminate"): (204, ""),
    },
    "ciphertrust": {
        ("POST", "/api/v1/auth/tokens"): (200, {"token_type": "Bearer", "jwt": "planted-jwt", "duration": 300})
    },
    "gcp": {("GET", "/"): (404, "nothing here")},
}


def settings(script: Script, backend: str, **more: t.Any) -> dict[str, t.Any]:
    found = {"endpoint": script.url, "region": "eu-central-1", "ca": script.authority.certificate.read_text()}
    return {**found, "credentials": LOGINS.get(backend), **more}


def ask(script: Script, backend: str, monkeypatch: pytest.MonkeyPatch, **more: t.Any) -> dict[str, t.Any]:
    monkeypatch.setattr(azure, "AUTHORITY", script.url)
    monkeypatch.setattr(gcp, "ENDPOINT", more.pop("fixed", script.url))
    found: dict[str, t.Any] = BACKENDS[backend].check(settings(script, backend, **more), PROBE)
    return found


def refusal(
    script: Script, backend: str, monkeypatch: pytest.MonkeyPatch, kind: type[HardeningError], **more: t.Any
) -> str:
    with pytest.raises(kind) as caught:
        ask(script, backend, monkeypatch, **more)
    message = str(caught.value)
    assert not [secret for secret in SECRETS if secret in message]
    return message


@pytest.mark.parametrize("backend", sorted(BACKENDS))
def test_good(script, monkeypatch, backend):
    script.answers = GOOD[backend]
    found = ask(script, backend, monkeypatch)
    assert found["login_known"] is (backend != "gcp")
    assert found["rights_known"] is (backend in ("aws", "azure"))
    assert found["token_ttl"] == (300 if backend == "ciphertrust" else None)
    assert [(one.method, one.path.partition("?")[0]) for one in script.asked] == list(GOOD[backend])


def test_what_is_sent(script, monkeypatch):
    script.answers = {key: answer for answers in GOOD.values() for key, answer in answers.items()}
    for backend in ("aws", "azure", "fortanix", "ciphertrust"):
        ask(script, backend, monkeypatch)
    by_path = {one.path.partition("?")[0]: one for one in script.asked}
    headers = {name.lower(): value for name, value in by_path["/"].headers.items()}
    assert headers["x-amz-target"] == "secretsmanager.GetSecretValue" and json.loads(by_path["/"].body) == {
        "SecretId": PROBE
    }
    assert headers["host"] == script.url.partition("//")[2]
    assert "scope=https%3A%2F%2Fvault.azure.net%2F.default" in by_path[TOKEN].body
    assert by_path[VERSIONS].headers["Authorization"] == "Bearer planted-access"
    assert by_path["/sys/v1/session/auth"].headers["Authorization"] == f"Basic {API_KEY}"
    assert by_path["/sys/v1/session/terminate"].headers["Authorization"] == "Bearer planted-access"
    assert json.loads(by_path["/api/v1/auth/tokens"].body) == {
        "grant_type": "refresh_token",
        "refresh_token": "planted-token",
        "domain": "minio",
    }


@pytest.mark.parametrize("backend", ["aws", "azure"])
def test_the_identity_of_the_host_is_not_tried(script, monkeypatch, backend):
    found = ask(script, backend, monkeypatch, credentials=None)
    assert found["login_known"] is False and [one.method for one in script.asked] == ["GET"]


def test_a_session_is_a_warning(script, monkeypatch):
    script.answers = GOOD["aws"]
    login = {"accesskey": "ASIAplanted", "secretkey": "planted-secret", "token": "planted-token"}
    (warning,) = ask(script, "aws", monkeypatch, credentials=login)["warnings"]
    assert "minio_kes_aws.credentials.token" in warning
    assert script.asked[0].headers["x-amz-security-token"] == "planted-token"


DENIED = {
    "error": {
        "code": "Forbidden",
        "message": "does not have secrets get permission",
        "innererror": {"code": "ForbiddenByPolicy"},
    }
}


@pytest.mark.parametrize(
    ("backend", "call", "answer", "kind", "words"),
    [
        ("aws", ("POST", "/"), (400, {"__type": "UnrecognizedClientException"}), InputError, "credentials.accesskey"),
        ("aws", ("POST", "/"), (400, {"__type": "InvalidSignatureException"}), InputError, "credentials.secretkey"),
        ("aws", ("POST", "/"), (400, {"__type": "AccessDeniedException"}), InputError, "docs/policies/aws.json"),
        ("aws", ("POST", "/"), (418, "a teapot"), InputError, "check minio_kes_aws.region and minio_kes_aws.credentials"),
        ("aws", ("POST", "/"), (503, "later"), ServerError, "fails: status 503"),
        ("azure", ("POST", TOKEN), (401, {"error_description": "AADSTS7000215: planted"}), InputError, "credentials.client_secret"),
        ("azure", ("POST", TOKEN), (401, "planted"), InputError, "check minio_kes_azure.credentials"),
        ("azure", ("POST", TOKEN), (200, {}), InputError, "check minio_kes_azure.credentials"),
        ("azure", ("POST", TOKEN), (503, "later"), ServerError, "cannot log anybody in: status 503"),
        ("azure", ("GET", VERSIONS), (403, DENIED), InputError, "docs/policies/azure-role.json"),
        ("azure", ("GET", SECRET), (403, DENIED), InputError, "docs/policies/azure-role.json"),
        ("azure", ("GET", SECRET), (401, "no"), InputError, "check minio_kes_azure.endpoint and minio_kes_azure.credentials"),
        ("azure", ("GET", VERSIONS), (500, "no"), ServerError, "fails: status 500"),
        ("fortanix", ("GET", "/sys/v1/health"), (503, ""), ServerError, "not as a healthy Fortanix SDKMS does"),
        ("fortanix", ("POST", "/sys/v1/session/auth"), (401, "Invalid credentials"), InputError, "minio_kes_fortanix.credentials.key"),
        ("fortanix", ("POST", "/sys/v1/session/auth"), (200, "no token"), InputError, "check minio_kes_fortanix.credentials.key"),
        ("fortanix", ("POST", "/sys/v1/session/auth"), (500, ""), ServerError, "cannot log anybody in: status 500"),
        ("ciphertrust", ("POST", "/api/v1/auth/tokens"), (401, {"codeDesc": "NCERRAuthFailed"}), InputError, "credentials.token"),
        ("ciphertrust", ("POST", "/api/v1/auth/tokens"), (404, "planted"), InputError, "check minio_kes_ciphertrust.endpoint"),
        ("ciphertrust", ("POST", "/api/v1/auth/tokens"), (200, {"token_type": "MAC"}), InputError, "check minio_kes_ciphertrust"),
        ("ciphertrust", ("POST", "/api/v1/auth/tokens"), (502, ""), ServerError, "cannot log anybody in: status 502"),
    ],
)  # fmt: skip
def test_refused(script, monkeypatch, backend, call, answer, kind, words):
    script.answers = {**GOOD[backend], call: answer}
    message = refusal(script, backend, monkeypatch, kind)
    assert words in message and script.url in message


@pytest.mark.parametrize("backend", sorted(BACKENDS))
def test_not_to_be_trusted(script, monkeypatch, backend, tmp_path):
    other = Authority(tmp_path / "other", "another CA").certificate.read_text()
    message = refusal(script, backend, monkeypatch, ServerError, ca=other)
    assert "not to be trusted" in message and f"put the CA that signed it into minio_kes_{backend}.ca" in message
    assert script.asked == []


@pytest.mark.parametrize("backend", sorted(BACKENDS))
def test_not_there(script, monkeypatch, backend):
    with socket.socket() as taken:
        # bound, and not listening
        taken.bind(("127.0.0.1", 0))
        nowhere = f"https://127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setattr(azure, "_log_in", lambda login, ca: "planted-access")
        message = refusal(script, backend, monkeypatch, ServerError, endpoint=nowhere, fixed=nowhere)
    assert "does not answer" in message and "filters packets" in message
    assert (f"minio_kes_{backend}.endpoint" in message) is (backend != "gcp")


def test_a_name_without_a_key_is_told(script):
    """As a creation that was cut short leaves it at Google, or rights to create and not to read elsewhere."""
    script.answers = {("PUT", "/v1/key/create/minio-x"): (400, {"message": "key already exists"})}
    tls = ssl.create_default_context(cafile=str(script.authority.certificate))
    with pytest.raises(ServerError, match="neither creates nor finds the key minio-x"):
        client.Kes(script.url, tls).create("minio-x")


def test_a_certificate_of_another_name(monkeypatch, tmp_path):
    other = Script(Authority(tmp_path), domains=("elsewhere",), ips=())
    message = refusal(other, "fortanix", monkeypatch, ServerError)
    other.stop()
    assert (
        "not to be trusted" in message and "check minio_kes_fortanix.endpoint" in message and "another name" in message
    )


def test_a_name_that_nobody_knows(script, monkeypatch):
    def unknown(*_words: t.Any, **_options: t.Any) -> t.NoReturn:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    message = refusal(script, "fortanix", monkeypatch, ServerError, endpoint="https://sdkms.example.net")
    assert "sdkms.example.net does not answer" in message
    assert "does not know the name, so check minio_kes_fortanix.endpoint" in message
