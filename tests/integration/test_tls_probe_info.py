# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is told of listeners: MinIO, KES, old and silent ones, and none."""

from __future__ import annotations

import contextlib
import json
import pathlib
import socket
import ssl
import subprocess
import sys
import threading
import typing as t

import pytest

from tests.certificates import Signer, make_key
from tests.integration import playbook
from tests.integration.module import run
from tests.integration.servers.authority import Authority, Pair
from tests.integration.servers.kes import KesServer
from tests.integration.servers.minio import MinioServer
from tests.integration.servers.process import free_port

pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
GROUP = ["openssl", "genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe2048", "-out"]
PLAY = """
- hosts: localhost
  gather_facts: false
  tasks:
    - hardening.minio.tls_probe_info:
        host: 127.0.0.1
        port: {port}
        ca_path: [{ca}]
      register: found
    - ansible.builtin.copy:
        content: "{{{{ found | to_json }}}}"
        dest: "{{{{ playbook_dir }}}}/found.json"
"""


def ask(port: int, **params: t.Any) -> dict[str, t.Any]:
    result = run("tls_probe_info", {"host": "127.0.0.1", "port": port, **params}, check=True)
    assert not result.get("failed"), result["msg"]
    assert not result["changed"]
    return result


@contextlib.contextmanager
def listener(serve: t.Callable[[socket.socket], None]) -> t.Iterator[int]:
    """Give each connection to a function, one after another, and yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def loop() -> None:
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                # a client that goes away is no matter of the server
                with connection, contextlib.suppress(OSError):
                    serve(connection)

        threading.Thread(target=loop, daemon=True).start()
        yield int(server.getsockname()[1])


@contextlib.contextmanager
def tls(
    pair: Pair,
    version: ssl.TLSVersion,
    client_ca: pathlib.Path | None = None,
    ciphers: str = "DEFAULT",
    group: pathlib.Path | None = None,
    asked: list[str | None] | None = None,
) -> t.Iterator[int]:
    """Serve one version of TLS alone, to clients with a certificate only where a CA for them is given."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if asked is not None:
        context.sni_callback = lambda _connection, name, _context: asked.append(name)
    if group:
        context.load_dh_params(group)
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    context.load_cert_chain(pair.certificate, pair.key)
    if client_ca:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(client_ca)
    with listener(lambda connection: context.wrap_socket(connection, server_side=True).close()) as port:
        yield port


def test_minio(minio: MinioServer):
    found = ask(minio.port, ca_path=[str(minio.ca_path)])
    assert (found["reachable"], found["tls"], found["plaintext"]) == (True, True, False)
    assert found["versions"] == ["TLSv1.2", "TLSv1.3"]
    assert (found["trusted"], found["matches_name"], found["error"]) == (True, True, None)
    certificate = found["certificate"]
    assert (certificate["subject"], certificate["days_left"]) == ("CN=minio", 19)
    assert (certificate["domains"], certificate["ips"]) == (["localhost"], ["127.0.0.1", "::1"])
    assert certificate["key"] == {"algorithm": "ecdsa", "bits": 256}


def test_kes_shows_itself_to_clients_without_a_certificate(kes: KesServer):
    found = ask(kes.port, ca_path=[str(kes.ca_path.parent)])
    assert (found["tls"], found["plaintext"], found["trusted"], found["matches_name"]) == (True, False, True, True)


def test_by_a_playbook(minio: MinioServer, tmp_path: pathlib.Path):
    (tmp_path / "play.yml").write_text(PLAY.format(port=minio.port, ca=minio.ca_path))
    finished = playbook.run(tmp_path, "-e", f"ansible_python_interpreter={sys.executable}", "play.yml")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["certificate"]["subject"] == "CN=minio"
    assert found["matches_name"] is found["trusted"] is True
    assert "der" not in found


def test_a_chain_is_only_trusted_by_the_cas_that_count(minio: MinioServer, tmp_path: pathlib.Path):
    stranger = tmp_path / "stranger.crt"
    stranger.write_text(Signer("stranger").pem)
    by_system = {"SSL_CERT_FILE": str(minio.ca_path)}
    params = {"host": "127.0.0.1", "port": minio.port}
    assert ask(minio.port)["trusted"] is False
    assert run("tls_probe_info", params, environment=by_system)["trusted"] is True
    assert run("tls_probe_info", {**params, "ca_path": [str(stranger)]}, environment=by_system)["trusted"] is False
    assert ask(minio.port, ca_path=[str(stranger), str(minio.ca_path)])["trusted"] is True
    assert ask(minio.port, ca_path=[str(minio.certs_dir / "public.crt")])["trusted"] is True


@pytest.mark.parametrize(
    ("name", "matches"), [("localhost", True), ("s3.example.net", False), ("::1", True), ("192.0.2.1", False)]
)
def test_the_name_that_is_asked_for_is_the_one_looked_for(minio: MinioServer, name, matches):
    found = ask(minio.port, server_name=name, ca_path=[str(minio.ca_path)])
    assert (found["server_name"], found["matches_name"], found["trusted"]) == (name, matches, True)


@pytest.mark.parametrize(
    ("version", "label"),
    [(ssl.TLSVersion.TLSv1, "TLSv1"), (ssl.TLSVersion.TLSv1_1, "TLSv1.1"), (ssl.TLSVersion.TLSv1_2, "TLSv1.2"), (ssl.TLSVersion.TLSv1_3, "TLSv1.3")],
)  # fmt: skip
def test_one_version_alone(authority: Authority, version, label):
    with tls(authority.issue(f"only-{label}"), version) as port:
        found = ask(port)
    assert (found["tls"], found["plaintext"], found["versions"]) == (True, False, [label])


@pytest.mark.parametrize(("name", "sni"), [("s3.example.net", "s3.example.net"), ("192.0.2.1", None)])
def test_a_name_is_asked_for_and_an_address_is_not(authority: Authority, name, sni):
    asked: list[str | None] = []
    with tls(authority.issue("sni"), ssl.TLSVersion.TLSv1_2, asked=asked) as port:
        ask(port, server_name=name)
    # by the library, of which the chain is not trusted at first, and by hand
    assert asked == [sni] * 3


def test_a_version_that_this_host_does_not_speak_is_told_and_no_certificate(authority: Authority):
    with tls(authority.issue("old"), ssl.TLSVersion.TLSv1) as port:
        found = ask(port)
    assert found["certificate"] is found["trusted"] is found["matches_name"] is None
    assert f"127.0.0.1:{port} shows this host no certificate" in found["error"]


@pytest.mark.parametrize("ciphers", ["ECDHE-RSA-AES128-SHA", "DHE-RSA-AES128-SHA", "AES128-SHA"])
def test_no_exchange_of_keys_hides_a_version(tmp_path: pathlib.Path, ciphers: str):
    made = Signer("ca").issue(["localhost"], ["127.0.0.1"], make_key("rsa-2048"))
    pair = Pair(tmp_path / "public.crt", tmp_path / "private.key")
    pair.certificate.write_text(made["certificate"])
    pair.key.write_text(made["private_key"])
    subprocess.run([*GROUP, tmp_path / "group"], check=True)
    with tls(pair, ssl.TLSVersion.TLSv1_1, ciphers=ciphers, group=tmp_path / "group") as port:
        assert ask(port)["versions"] == ["TLSv1.1"]


def test_a_listener_for_clients_with_certificates_alone(authority: Authority):
    with tls(authority.issue("mutual"), ssl.TLSVersion.TLSv1_2, authority.certificate) as port:
        found = ask(port)
    assert (found["tls"], found["versions"], found["certificate"]) == (True, ["TLSv1.2"], None)
    assert "shows this host no certificate" in found["error"]


def _answer(connection: socket.socket) -> None:
    if connection.recv(4096).startswith(b"GET "):
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def test_plain_http_even_where_it_answers_400():
    with listener(_answer) as port:
        found = ask(port)
    assert (found["reachable"], found["tls"], found["plaintext"], found["versions"]) == (True, False, True, [])
    assert found["certificate"] is found["trusted"] is found["error"] is None


def test_a_listener_that_is_silent():
    with listener(lambda connection: threading.Event().wait(2)) as port:
        found = ask(port, timeout=0.5)
    assert (found["reachable"], found["tls"], found["plaintext"]) == (True, None, None)
    assert f"127.0.0.1:{port} takes connections and does not answer TLS" in found["error"]


def test_nothing_listens():
    port = free_port()
    found = ask(port)
    assert (found["reachable"], found["tls"], found["plaintext"], found["certificate"]) == (False, None, None, None)
    assert f"127.0.0.1:{port} does not answer: [Errno 111] Connection refused" in found["error"]
    assert ask(port, host="no-such-host.invalid")["reachable"] is False


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"port": 90000}, "port is 90000: ports are 1 to 65535"),
        ({"timeout": 0}, "timeout is 0.0: it has to be above 0 seconds"),
        ({"host": "a..b"}, "host is 'a..b', which is neither a host name nor an address"),
        ({"server_name": ".example.net"}, "server_name is '.example.net', which is neither a host name nor an address"),
        ({"ca_path": ["/nowhere.crt"]}, "ca_path names /nowhere.crt, which holds no certificate in PEM form"),
        ({"ca_path": ["/etc/hostname"]}, "ca_path names /etc/hostname, which holds no certificate in PEM form"),
    ],
)
def test_what_nothing_can_be_asked_with_is_refused(params, message):
    result = run("tls_probe_info", {"host": "127.0.0.1", **params})
    assert result["failed"] and message in result["msg"]
