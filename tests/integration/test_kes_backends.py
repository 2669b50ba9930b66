# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Real KES against what stands for each key management system, and what it tells when something is wrong.

What KES answers (lines that begin with >) and logs in each bad case is compared with tests/recorded/kes/SERVICE/CASE.txt,
where the sentences that the collection makes of it have their examples from. HARDENING_MINIO_RECORD=1 writes them anew.
"""

from __future__ import annotations

import json
import os
import pathlib
import re
import time
import typing as t

import pytest

from tests import collection
from tests.integration.servers.authority import Authority
from tests.integration.servers.doubles import DOUBLES
from tests.integration.servers.doubles.azure import Azure
from tests.integration.servers.doubles.base import TOKEN_LIFE, Double
from tests.integration.servers.kes import ALLOWED, KesServer
from tests.integration.servers.process import ServerProcess

RECORDED = collection.CHECKOUT / "tests" / "recorded" / "kes"
# what differs from run to run
VARYING = {
    r"time=\S+ ": "time=2026-01-01T00:00:00.000Z ",
    r"req\.identity=[0-9a-f]{64}": "req.identity=" + 64 * "0",
    r"request id: [0-9a-f-]*": "request id: ",
    r"((?:trace|correlation)[_ ]id[\\\\\": ]+)[0-9a-f-]{36}": r"\g<1>00000000-0000-0000-0000-000000000000",
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ": "2026-01-01 00:00:00Z",
}
Start = t.Callable[..., KesServer]


@pytest.fixture(scope="module", params=sorted(DOUBLES))
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, authority: Authority
) -> t.Iterator[Double]:
    double = DOUBLES[request.param](tmp_path_factory.mktemp(request.param), authority)
    double.start()
    yield double
    double.close()


@pytest.fixture
def double(running: Double) -> Double:
    """Return one of the services: its account has all rights, and what others have stored may be there."""
    running.restore()
    return running


@pytest.fixture
def start(
    double: Double, tmp_path_factory: pytest.TempPathFactory, authority: Authority
) -> t.Iterator[t.Callable[..., KesServer]]:
    """Return a function that starts another KES server: start(keystore={...}, cache={...}); with fails=True it must not."""
    servers: list[KesServer] = []

    def start(
        keystore: dict[str, t.Any] | None = None, cache: dict[str, str] | None = None, fails: bool = False
    ) -> KesServer:
        server = KesServer(
            tmp_path_factory.mktemp("kes"),
            authority,
            {
                "keystore": keystore or double.keystore,
                "cache": {"expiry": cache or {"any": "1h", "unused": "1h"}},
                "log": {"error": "on", "audit": "off"},
            },
            double.environment,
            hosts=double.hosts,
        )
        server.config["policy"]["minio"]["allow"] = [*ALLOWED, "/v1/key/delete/test-*", "/v1/ready"]
        servers.append(server)
        if fails:
            with pytest.raises(RuntimeError, match="ended"):
                server.start()
        else:
            server.start()
        return server

    yield start
    for server in servers:
        server.close()


def create(kes: KesServer, name: str) -> tuple[int, dict[str, t.Any]]:
    return kes.ask("PUT", f"/v1/key/create/{name}")


def generate(kes: KesServer, name: str) -> dict[str, t.Any]:
    status, answer = kes.ask("PUT", f"/v1/key/generate/{name}", {})
    assert status == 200, answer
    return answer


def decrypts(kes: KesServer, name: str, generated: dict[str, t.Any]) -> bool:
    try:
        status, answer = kes.ask("PUT", f"/v1/key/decrypt/{name}", {"ciphertext": generated["ciphertext"]}, timeout=3)
    except OSError:
        return False
    return status == 200 and answer["plaintext"] == generated["plaintext"]


def serves(kes: KesServer, path: str) -> bool:
    """Tell whether KES answers; a request that began before its system was back may end without an answer, in the middle of TLS."""
    try:
        return kes.ask("GET", path)[0] == 200
    except OSError:
        return False


def try_all(kes: KesServer, double: Double, kept: str, new: str) -> list[str]:
    """Create a key, use, list, delete and look for one that is there; return what KES answered."""
    calls: list[tuple[str, str, t.Any]] = [
        ("PUT", f"/v1/key/create/{new}", None),
        ("PUT", f"/v1/key/generate/{kept}", {}),
        ("GET", "/v1/key/list/*", None),
        ("DELETE", f"/v1/key/delete/{kept}", None),
        ("GET", f"/v1/key/describe/{kept}", None),
    ]
    if double.service == "fortanix":
        # would never end
        del calls[2]
    told = []
    for method, path, body in calls:
        status, answer = kes.ask(method, path, body)
        words = "" if status == 200 else f" {json.dumps(answer)}"
        if status == 200 and "names" in answer:
            words = f", {'with' if kept in (answer['names'] or []) else 'without'} {kept}"
        told.append(f"> {method} {path} {status}{words}")
    return told


def log_of(kes: KesServer) -> list[str]:
    """Return what KES told besides that it starts and stops."""
    text = kes.log.read_text().partition("=> Server is up and running...")[2] or kes.log.read_text()
    return [line for line in text.splitlines() if line and not line.startswith("=> ") and "superfluous" not in line]


def check(double: Double, case: str, kes: KesServer, answers: t.Sequence[str] = ()) -> str:
    """Compare what KES told with what is recorded, and return it."""
    text = "\n".join([*answers, *log_of(kes)]).replace(double.address, "192.0.2.1") + "\n"
    for pattern, replacement in VARYING.items():
        text = re.sub(pattern, replacement, text, flags=re.IGNORECASE)
    for secret in ("planted", *double.secret_value.splitlines()):
        assert secret not in text
    path = RECORDED / double.service / f"{case}.txt"
    if os.environ.get("HARDENING_MINIO_RECORD"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert text == path.read_text()
    return text


def test_the_life_of_a_key(double: Double, start: Start):
    """With the least rights; over restarts of both."""
    kes = start()
    assert kes.ask("GET", "/v1/key/describe/test-life")[0] == 404
    assert create(kes, "test-life") == (200, {})
    assert create(kes, "test-life") == (400, {"message": "key already exists"})
    generated = generate(kes, "test-life")
    assert decrypts(kes, "test-life", generated)
    if double.service != "fortanix":
        assert "test-life" in kes.ask("GET", "/v1/key/list/*")[1]["names"]
    kes.stop()
    double.stop()
    double.start()
    again = start()
    assert decrypts(again, "test-life", generated)
    assert again.ask("DELETE", "/v1/key/delete/test-life")[0] == 200
    assert again.ask("GET", "/v1/key/describe/test-life")[0] == 404
    assert create(again, "test-life") == (200, {})
    assert not decrypts(again, "test-life", generated)


def test_a_wrong_credential(double: Double, start: Start):
    at_start = double.service in ("ciphertrust", "fortanix")
    kes = start(double.keystore_with(double.secret_name, double.wrong_secret), fails=at_start)
    check(double, "wrong-credential", kes, () if at_start else try_all(kes, double, "test-any", "test-other"))


@pytest.mark.parametrize(
    ("running", "case", "name", "value"),
    [
        ("aws", "wrong-access-key", "accesskey", "AKIAPLANTEDPLANTED99"),
        ("azure", "wrong-client", "client_id", "aaaaaaaa-bbbb-cccc-dddd-ffffffffffff"),
        ("azure", "wrong-tenant", "tenant_id", "11111111-2222-3333-4444-666666666666"),
        ("ciphertrust", "wrong-domain", "domain", "elsewhere"),
        ("fortanix", "wrong-group", "group_id", "ce08d547-2a82-411e-ae2d-999999999999"),
        ("gcp", "wrong-account", "client_email", "other@kes-test.iam.gserviceaccount.com"),
        ("gcp", "wrong-key-id", "private_key_id", "0000000000000000000000000000000000000000"),
        ("gcp", "wrong-private-key", "private_key", "no PEM"),
        ("gcp", "wrong-project", "project_id", "elsewhere"),
    ],
    indirect=["running"],
)
def test_a_wrong_setting(double: Double, start: Start, case: str, name: str, value: str):
    at_start = case in ("wrong-domain", "wrong-private-key")
    kes = start(double.keystore_with(name, value), fails=at_start)
    check(double, case, kes, () if at_start else try_all(kes, double, "test-any", "test-other"))


def test_a_revoked_credential(double: Double, start: Start):
    """What is cached goes on working, and KES says that it is ready."""
    kes = start()
    create(kes, "test-revoked")
    generated = generate(kes, "test-revoked")
    create(kes, "test-uncached")
    double.revoke()
    time.sleep(2 * TOKEN_LIFE)
    assert decrypts(kes, "test-revoked", generated)
    answers = try_all(kes, double, "test-uncached", "test-other")
    assert kes.ask("GET", "/v1/ready")[0] == 200
    check(double, "revoked-credential", kes, answers)


def test_every_right_is_needed(double: Double, start: Start):
    """Without any one of them KES answers otherwise than with all."""
    with_all = None
    for missing in (None, *double.rights):
        double.restore()
        kes = start()
        create(kes, "test-kept")
        double.grant([right for right in double.rights if right != missing])
        answers = try_all(kes, double, "test-kept", "test-new")
        if missing is None:
            with_all = answers
        else:
            assert answers != with_all
            check(double, f"without-{missing}", kes, answers)
        double.restore()
        for name in ("test-kept", "test-new"):
            kes.ask("DELETE", f"/v1/key/delete/{name}")
        kes.stop()


def start_unconnected(double: Double, start: Start, case: str) -> str:
    """Start KES without its service: only that of Azure starts, and fails at every call after some seconds."""
    if double.service != "azure":
        return check(double, case, start(fails=True))
    kes = start()
    assert kes.ask("GET", "/v1/ready")[0] == 504
    status, answer = create(kes, "test-any")
    return check(double, case, kes, [f"> PUT /v1/key/create/test-any {status} {json.dumps(answer)}"])


def test_a_ca_that_is_not_trusted(double: Double, start: Start, tmp_path: pathlib.Path):
    trusted, double.ca_path = double.ca_path, Authority(tmp_path, "another CA").certificate
    try:
        told = start_unconnected(double, start, "untrusted-ca")
    finally:
        double.ca_path = trusted
    assert "x509: certificate signed by unknown authority" in told


def test_a_service_that_is_down(double: Double, start: Start):
    double.stop()
    try:
        assert "connection refused" in start_unconnected(double, start, "down-at-start")
    finally:
        double.start()


def test_an_outage(double: Double, start: Start):
    """Only the offline cache keeps keys beyond their time; afterwards all is well by itself."""
    create(start(), "test-cached")
    create(start(), "test-uncached")
    # KES looks every 10 s whether the service is there; it must know before the cache's time is over
    life = {"any": "15s", "unused": "15s"}
    offline, online = start(cache={**life, "offline": "1h"}), start(cache=life)
    both = (offline, online)
    generated = generate(offline, "test-cached")
    assert decrypts(online, "test-cached", generated)
    double.stop()
    try:
        assert all(decrypts(kes, "test-cached", generated) for kes in both)
        # no token may be left: what KES logs depends on it
        time.sleep(2 * TOKEN_LIFE)
        ServerProcess.wait(lambda: offline.ask("GET", "/v1/ready")[0] == 504, 15)
        answers = []
        try:
            status, answer = offline.ask("PUT", "/v1/key/generate/test-uncached", {}, timeout=12)
            answers.append(f"> PUT /v1/key/generate/test-uncached {status} {json.dumps(answer)}")
        except OSError:
            answers.append("> PUT /v1/key/generate/test-uncached: no answer in 12 s")
        # the one that started first is past its time as well, then
        ServerProcess.wait(lambda: not decrypts(online, "test-cached", generated), 20)
        assert decrypts(offline, "test-cached", generated)
        check(double, "outage", offline, answers)
    finally:
        double.start()
    for kes in both:
        ServerProcess.wait(lambda kes=kes: serves(kes, "/v1/ready"), 30)
        ServerProcess.wait(lambda kes=kes: serves(kes, "/v1/key/describe/test-uncached"), 30)
        assert decrypts(kes, "test-cached", generated)


@pytest.mark.parametrize("running", ["azure"], indirect=True)
class TestAzure:
    """What only Key Vault does."""

    def test_an_expired_secret(self, double: Azure, start: Start):
        double.expire()
        kes = start()
        check(double, "expired-credential", kes, try_all(kes, double, "test-any", "test-other"))

    def test_a_vault_that_is_protected_from_purging(self, double: Azure, start: Start):
        """A key is gone after a refused deletion, and its name is used up."""
        kes = start()
        create(kes, "test-protected")
        double.accounts["purge_protection"] = True
        double.write_accounts()
        answers = try_all(kes, double, "test-protected", "test-other")
        assert start().ask("GET", "/v1/key/describe/test-protected")[0] == 404
        status, answer = create(kes, "test-protected")
        answers.append(f"> PUT /v1/key/create/test-protected {status} {json.dumps(answer)}")
        check(double, "purge-protection", kes, answers)

    def test_a_name_that_azure_does_not_take(self, double: Azure, start: Start):
        kes = start()
        status, answer = create(kes, "test-with_underscore")
        check(double, "underscore", kes, [f"> PUT /v1/key/create/test-with_underscore {status} {json.dumps(answer)}"])


@pytest.mark.parametrize("running", ["gcp"], indirect=True)
class TestGcp:
    """What only Secret Manager does."""

    def test_a_key_that_is_half_made(self, double: Double, start: Start):
        """The name is taken, the content missing: the cure is to delete it."""
        kes = start()
        double.grant([right for right in double.rights if right != "secretmanager.versions.add"])
        assert create(kes, "test-half")[0] == 502
        double.restore()
        assert create(kes, "test-half") == (400, {"message": "key already exists"})
        assert kes.ask("GET", "/v1/key/describe/test-half")[0] == 404
        assert kes.ask("DELETE", "/v1/key/delete/test-half")[0] == 200
        assert create(kes, "test-half") == (200, {})
