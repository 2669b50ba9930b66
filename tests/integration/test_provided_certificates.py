# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates of every kind on MinIO and KES: what the preflight says of them, against what the servers do with them."""

from __future__ import annotations

import pathlib
import socket
import ssl
import subprocess
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils import _provided
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from tests.certificates import Signer, as_openssl_writes_it, make_key, pem
from tests.integration.servers.authority import Authority
from tests.integration.servers.kes import KesServer
from tests.integration.servers.process import ServerProcess, free_port
from tests.lab import binaries

Entry = t.Dict[str, t.Any]
ROOT = Signer("root")
INTERMEDIATE = Signer("intermediate", ROOT)
NODE, DOMAIN = "node1.example.org", "s3.example.net"
KEY = make_key("ecdsa-p256")
PLAIN = pem(KEY)


def default(key: t.Any = KEY, signer: Signer = ROOT, **changes: t.Any) -> Entry:
    wanted = {"domains": [NODE], "ips": ["127.0.0.1"], "key": key, **changes}
    return {"name": "default", **signer.issue(**wanted)}


def domain(**changes: t.Any) -> Entry:
    return {"name": DOMAIN, **ROOT.issue(**{"domains": [DOMAIN], **changes})}


def with_text(entry: Entry, **changes: t.Callable[[str], str]) -> Entry:
    return {**entry, **{name: change(entry[name]) for name, change in changes.items()}}


def for_pss(folder: pathlib.Path) -> Entry:
    """Return a certificate signed by itself whose key is for RSA-PSS only, which the library cannot make."""
    key, certificate = folder / "pss.key", folder / "pss.crt"
    subprocess.run(
        ["openssl", "genpkey", "-quiet", "-algorithm", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key],
        check=True,
    )
    names = f"subjectAltName=DNS:{NODE},IP:127.0.0.1"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-new",
            "-key",
            key,
            "-days",
            "60",
            "-subj",
            "/CN=default",
            "-addext",
            names,
            "-out",
            certificate,
        ],
        check=True,
    )
    return {"name": "default", "certificate": certificate.read_text(), "private_key": key.read_text()}


class Server:
    """A MinIO server with certificates of a test's own."""

    def __init__(self, folder: pathlib.Path, *entries: Entry) -> None:
        """Write the certificates where role minio_tls puts them."""
        certs, drive = folder / "certs", folder / "drive"
        drive.mkdir(parents=True)
        for entry in entries:
            place = certs if entry["name"] == "default" else certs / entry["name"]
            place.mkdir(exist_ok=True)
            (place / "public.crt").write_text(entry["certificate"])
            (place / "private.key").write_text(entry["private_key"])
        self.port = free_port()
        argv = [binaries.path("minio"), "server", "--certs-dir", certs, "--address", f"127.0.0.1:{self.port}", drive]
        self.process = ServerProcess(argv, {"MINIO_CI_CD": "1"}, folder / "log")

    def served(self, name: str) -> bytes:
        """Return the certificate that a client is shown who asks for a name."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", self.port), 20) as plain:
            with context.wrap_socket(plain, server_hostname=name) as connection:
                return connection.getpeercert(binary_form=True) or b""

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 20).close()
        except ConnectionRefusedError:
            return False
        return True

    def __enter__(self) -> Server:
        self.process.start(self._listens, timeout=600)
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.stop()


def problems(*entries: Entry) -> list[str]:
    """Return what the preflight says; no sentence shows a key."""
    found = _provided.judge(entries, [NODE], [{"name": "own", "certificate": ROOT.pem}], 30).problems
    assert not any(line in sentence for sentence in found for line in PLAIN.splitlines()[1:-1])
    return found


def der(entry: Entry) -> bytes:
    """Return the first certificate of an entry as it is served."""
    return x509.load_pem_x509_certificate(entry["certificate"].encode()).public_bytes(serialization.Encoding.DER)


KINDS = ("rsa-2048", "rsa-4096", "ecdsa-p256", "ecdsa-p384", "ecdsa-p521", "ed25519")
GOOD: dict[str, Entry] = {
    **{kind: default(make_key(kind)) for kind in KINDS},
    "as openssl ecparam -noout writes it": {
        **default(),
        "private_key": as_openssl_writes_it(KEY).partition("-----END EC PARAMETERS-----\n")[2],
    },
    "without an end of the line": with_text(default(), private_key=str.strip),
    "with lines before": with_text(
        default(),
        private_key=lambda text: f"Bag Attributes\n{text}",
        certificate=lambda text: f"Bag Attributes\n{text}",
    ),
    "with empty lines behind the certificate": with_text(default(), certificate=lambda text: f"{text}\n\n"),
    "with its chain": default(signer=INTERMEDIATE),
}
# what the preflight says, and KES as well takes: it reads no more strictly than MinIO
BAD: dict[str, tuple[Entry, str]] = {
    "curve before the key": (
        {**default(), "private_key": as_openssl_writes_it(KEY)},
        "private_key of default in minio_tls_certificates holds EC PARAMETERS",
    ),
    "curve behind the certificate": (
        with_text(
            default(), certificate=lambda text: text + as_openssl_writes_it(KEY).partition("-----BEGIN EC PRIV")[0]
        ),
        "certificate of default in minio_tls_certificates holds EC PARAMETERS",
    ),
    "text behind the key": (
        with_text(default(), private_key=lambda text: text + "planted\n"),
        "private_key of default in minio_tls_certificates has text behind its last END line",
    ),
    "text behind the certificate": (
        with_text(default(), certificate=lambda text: text + "planted\n"),
        "certificate of default in minio_tls_certificates has text behind its last END line",
    ),
    "two keys": (with_text(default(), private_key=lambda text: text + text), "holds several keys"),
    "encrypted key": ({**default(), "private_key": pem(KEY, b"planted")}, "without another passphrase"),
    "key of another": ({**default(), "private_key": pem(make_key("ecdsa-p256"))}, "is not for its private_key"),
    "issuer before the certificate": (
        with_text(default(signer=INTERMEDIATE), certificate=lambda text: INTERMEDIATE.pem + text),
        "begins with another than that of its private_key",
    ),
    "secp256k1": (default(make_key("secp256k1")), "key of type ECDSA on secp256k1"),
    "brainpool": (default(make_key("brainpool")), "key of type ECDSA on brainpoolP256r1"),
}


@pytest.mark.parametrize("entry", GOOD.values(), ids=GOOD)
def test_what_the_preflight_takes_minio_serves(tmp_path: pathlib.Path, entry: Entry):
    assert problems(entry) == []
    with Server(tmp_path, entry) as server:
        assert server.served(NODE) == der(entry)


@pytest.mark.parametrize(("entry", "words"), BAD.values(), ids=BAD)
def test_what_minio_does_not_start_with_the_preflight_refuses(tmp_path: pathlib.Path, entry: Entry, words: str):
    [sentence] = problems(entry)
    assert words in sentence
    assert "planted" not in sentence
    with pytest.raises(RuntimeError, match=r"(?s)ended:.*Unable to load the TLS configuration"), Server(
        tmp_path, entry
    ):
        pass


def test_a_key_for_rsa_pss(tmp_path: pathlib.Path):
    entry = for_pss(tmp_path)
    [sentence] = problems(entry)
    assert "key of type RSA-PSS" in sentence
    with pytest.raises(RuntimeError, match="ended"), Server(tmp_path / "server", entry):
        pass


def test_a_curve_that_no_client_takes(tmp_path: pathlib.Path):
    """MinIO starts with it, and every handshake fails."""
    entry = default(make_key("ecdsa-p224"))
    [sentence] = problems(entry)
    assert "key of type ECDSA on secp224r1" in sentence
    with Server(tmp_path, entry) as server, pytest.raises(ssl.SSLError):
        server.served(NODE)


def test_an_rsa_key_that_go_does_not_take(tmp_path: pathlib.Path):
    """MinIO serves it, but not to programs written in Go, such as its other nodes; KES's client is one."""
    entry, small = default(make_key("rsa-huge")), default(make_key("rsa-4096"))
    [sentence] = problems(entry)
    assert "key of type rsa-8676" in sentence and "RSA of 2048 to 8192 bits" in sentence
    assert "certificate containing RSA key larger than 8192 bits" in asked_by_go(tmp_path / "huge", entry)
    assert "RSA key" not in asked_by_go(tmp_path / "small", small)


def asked_by_go(folder: pathlib.Path, entry: Entry) -> str:
    """Return what KES's client says of a server that is no KES."""
    with Server(folder, entry) as server:
        assert server.served(NODE) == der(entry)
        finished = subprocess.run(
            [binaries.path("kes"), "status", "--insecure"],
            env={
                "KES_SERVER": f"https://127.0.0.1:{server.port}",
                "KES_API_KEY": "kes:v1:AD9E7FSYWrMD+VjhI6q545cYT9YOyFxZb7UnjEepYDRc",
            },
            capture_output=True,
            check=False,
            text=True,
            timeout=600,
        )
    assert finished.returncode != 0
    return finished.stdout + finished.stderr


@pytest.mark.parametrize("name", [DOMAIN, "*.example.net"])
def test_a_domain_that_two_certificates_are_for(tmp_path: pathlib.Path, name: str):
    """Chance decides which one is served."""
    first, second = default(domains=[NODE, name]), domain()
    [sentence] = problems(first, second)
    assert f"default and {DOMAIN} in minio_tls_certificates are both for {DOMAIN}" in sentence
    with Server(tmp_path, first, second) as server:
        assert {server.served(DOMAIN) for _time in range(200)} == {der(first), der(second)}


def test_a_domain_of_its_own(tmp_path: pathlib.Path):
    first, second = default(), domain()
    assert problems(first, second) == []
    with Server(tmp_path, first, second) as server:
        assert {server.served(DOMAIN) for _time in range(50)} == {der(second)}
        assert server.served(NODE) == der(first)


def test_a_chain_in_another_order(tmp_path: pathlib.Path):
    """MinIO serves it as it is; by the rules of TLS 1.2 clients need not find their way."""
    entry = with_text(
        default(signer=INTERMEDIATE),
        certificate=lambda text: text.replace(INTERMEDIATE.pem, ROOT.pem + INTERMEDIATE.pem),
    )
    [sentence] = problems(entry)
    assert "has its chain in another order" in sentence
    with Server(tmp_path, entry) as server:
        assert x509.load_der_x509_certificate(server.served(NODE)).issuer == INTERMEDIATE.name


@pytest.fixture
def kes(tmp_path: pathlib.Path, authority: Authority) -> t.Iterator[KesServer]:
    """Return a KES server that the test starts with a certificate of its own."""
    server = KesServer(tmp_path, authority)
    (tmp_path / "root.crt").write_text(ROOT.pem)
    server.ca_path = tmp_path / "root.crt"
    yield server
    server.close()


def provide(kes: KesServer, entry: Entry) -> None:
    """Give KES a certificate."""
    kes.server.certificate.write_text(entry["certificate"])
    kes.server.key.write_text(entry["private_key"])


@pytest.mark.parametrize("kind", KINDS)
def test_kes_serves_every_kind(kes: KesServer, kind: str):
    provide(kes, GOOD[kind])
    kes.start()
    assert kes.ask("GET", "/v1/status")[0] == 200


@pytest.mark.parametrize(
    "name", ["curve before the key", "text behind the key", "encrypted key", "key of another", "secp256k1"]
)
def test_kes_does_not_start_either(kes: KesServer, name: str):
    provide(kes, BAD[name][0])
    with pytest.raises(RuntimeError, match="ended"):
        kes.start()
