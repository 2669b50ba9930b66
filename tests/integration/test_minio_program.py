# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Programs come from a local HTTPS server with a CA of its own, from archives and from files, and only with the right sum."""

from __future__ import annotations

import hashlib
import http.server
import io
import os
import pathlib
import ssl
import tarfile
import threading
import typing as t

import pytest

from tests.integration.module import run
from tests.integration.servers.authority import Authority
from tests.lab import binaries

PROGRAM = b"#!/bin/sh\necho 'minio version RELEASE.2026-09-16T00-00-00Z (commit-id=abcdef0123)'\necho 'GNU AGPLv3'\necho PGSTY\n"
SILO = {"flavour": "silo", "version": "RELEASE.2026-09-16T00-00-00Z"}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def archive(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as tar:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o755
            tar.addfile(entry, io.BytesIO(content))
        folder = tarfile.TarInfo("silo_linux/doc/silo")
        folder.type = tarfile.DIRTYPE
        tar.addfile(folder)
    return buffer.getvalue()


ARCHIVE = archive({"silo_linux/LICENSE": b"AGPL", "silo_linux/silo": PROGRAM})


class Mirror:
    """A real HTTPS server on loopback; counts what is fetched."""

    def __init__(self, authority: Authority) -> None:
        pair = authority.issue("mirror")
        self.ca_path = str(authority.certificate)
        self.requests: list[str] = []
        mirror = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                mirror.requests.append(self.path)
                content = {"/minio": PROGRAM, "/silo.tar.gz": ARCHIVE}.get(self.path)
                if self.path == "/moved":
                    self.send_response(302)
                    self.send_header("Location", "/minio")
                    self.end_headers()
                elif content is None:
                    self.send_error(410 if self.path == "/gone" else 404)
                else:
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)

            def log_message(self, *arguments: t.Any) -> None:
                """Keep the test's output clean."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pair.certificate, pair.key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def url(self, path: str) -> str:
        return f"https://127.0.0.1:{self._server.server_port}{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def mirror(authority: Authority) -> t.Iterator[Mirror]:
    """Return a mirror of its own for each test."""
    server = Mirror(authority)
    yield server
    server.close()


@pytest.fixture
def target(tmp_path: pathlib.Path) -> t.Iterator[pathlib.Path]:
    """Return where to install; the name is unique, as the module keeps a record by it."""
    path = tmp_path / "bin" / f"minio-{os.getpid()}-{tmp_path.name}"
    yield path
    record = pathlib.Path("/var/lib/hardening.minio") / f"{path.name}.json"
    if record.exists():
        record.unlink()


def test_program_by_https(mirror, target):
    params = {"path": str(target), "url": mirror.url("/minio"), "sha256": digest(PROGRAM), "ca_path": mirror.ca_path}
    planned = run("minio_program", params, check=True, diff=True)
    assert planned["changed"] and not target.exists() and mirror.requests == []
    assert planned["diff"]["before"] == "absent\n" and planned["sha256"] is None
    made = run("minio_program", params)
    assert made["changed"] and made["sha256"] == digest(PROGRAM)
    assert target.read_bytes() == PROGRAM and target.stat().st_mode & 0o7777 == 0o755
    again = run("minio_program", params, diff=True)
    assert not again["changed"] and again["diff"]["before"] == again["diff"]["after"]
    assert mirror.requests == ["/minio"]
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_redirects_are_followed(mirror, target):
    params = {"path": str(target), "url": mirror.url("/moved"), "sha256": digest(PROGRAM), "ca_path": mirror.ca_path}
    assert run("minio_program", params)["changed"]
    assert target.read_bytes() == PROGRAM


def test_program_in_an_archive(mirror, target):
    params = {"path": str(target), "url": mirror.url("/silo.tar.gz"), "member": "silo", "ca_path": mirror.ca_path}
    params.update(sha256=digest(ARCHIVE), release=SILO)
    assert run("minio_program", params)["changed"]
    assert target.read_bytes() == PROGRAM
    assert not run("minio_program", params)["changed"]
    assert mirror.requests == ["/silo.tar.gz"]
    # somebody changed the program: the record does not cover for it
    target.write_bytes(b"#!/bin/sh\n")
    assert run("minio_program", params)["changed"]
    assert target.read_bytes() == PROGRAM


def test_program_in_an_archive_with_a_sum_of_its_own(mirror, target):
    params = {"path": str(target), "url": mirror.url("/silo.tar.gz"), "member": "silo", "ca_path": mirror.ca_path}
    params.update(sha256=digest(ARCHIVE), program_sha256="ab" * 32)
    refused = run("minio_program", params)
    assert refused["failed"] and "the program has SHA-256" in refused["msg"] and not target.exists()
    assert run("minio_program", {**params, "program_sha256": digest(PROGRAM)})["changed"]


def test_wrong_sum_is_refused_and_the_old_program_stays(mirror, target):
    target.parent.mkdir()
    target.write_bytes(b"the old one")
    params = {"path": str(target), "url": mirror.url("/minio"), "sha256": "ab" * 32, "ca_path": mirror.ca_path}
    refused = run("minio_program", params)
    assert refused["failed"] and "nothing was installed" in refused["msg"] and digest(PROGRAM) in refused["msg"]
    assert target.read_bytes() == b"the old one"
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_withdrawn(mirror, target):
    params = {"path": str(target), "url": mirror.url("/gone"), "sha256": "ab" * 32, "ca_path": mirror.ca_path}
    refused = run("minio_program", params)
    assert refused["failed"] and "410" in refused["msg"] and "choose another source" in refused["msg"]
    assert "Traceback" not in refused["_raw"]


def test_not_found(mirror, target):
    params = {"path": str(target), "url": mirror.url("/none"), "sha256": "ab" * 32, "ca_path": mirror.ca_path}
    refused = run("minio_program", params)
    assert refused["failed"] and "404" in refused["msg"] and "another source" not in refused["msg"]


def test_a_mirror_that_nobody_vouches_for(mirror, target):
    params = {"path": str(target), "url": mirror.url("/minio"), "sha256": digest(PROGRAM)}
    refused = run("minio_program", params)
    assert refused["failed"] and "cannot be downloaded" in refused["msg"] and not target.exists()
    assert mirror.requests == []


def test_file_on_the_host(tmp_path, target):
    asset = tmp_path / "asset"
    asset.write_bytes(PROGRAM)
    params = {"path": str(target), "file": str(asset), "sha256": digest(PROGRAM), "remove_file": True}
    assert run("minio_program", params, check=True)["changed"] and asset.exists()
    assert run("minio_program", params)["changed"]
    assert target.read_bytes() == PROGRAM and not asset.exists()
    assert not run("minio_program", params)["changed"]


def test_missing_file(tmp_path, target):
    refused = run("minio_program", {"path": str(target), "file": str(tmp_path / "none"), "sha256": digest(PROGRAM)})
    assert refused["failed"] and "does not exist on this host" in refused["msg"]


@pytest.mark.parametrize(
    "stated", [{**SILO, "version": "RELEASE.2026-08-04T00-00-00Z"}, {**SILO, "flavour": "upstream"}]
)
def test_a_program_that_says_it_is_another_release(tmp_path, target, stated):
    asset = tmp_path / "asset"
    asset.write_bytes(PROGRAM)
    refused = run(
        "minio_program", {"path": str(target), "file": str(asset), "sha256": digest(PROGRAM), "release": stated}
    )
    assert refused["failed"] and "says that it is silo RELEASE.2026-09-16T00-00-00Z" in refused["msg"]
    assert not target.exists()


def test_a_program_that_does_not_tell_its_release_is_believed_by_its_sum(tmp_path, target):
    asset = tmp_path / "asset"
    asset.write_bytes(b"#!/bin/sh\nexit 1\n")
    params = {"path": str(target), "file": str(asset), "sha256": digest(asset.read_bytes()), "release": SILO}
    assert run("minio_program", params)["changed"]


def test_a_real_server_tells_its_release(target):
    server = pathlib.Path(binaries.path("minio"))
    stated = {"flavour": "silo", "version": "RELEASE.2026-09-16T00-00-00Z"}
    params = {"path": str(target), "file": str(server), "sha256": digest(server.read_bytes()), "release": stated}
    refused = run("minio_program", params)
    assert refused["failed"] and "says that it is upstream v0.0.0-" in refused["msg"]


@pytest.mark.parametrize(
    ("members", "member", "sentence"),
    [
        ({"a/minio": PROGRAM}, "silo", "holds 0 files 'silo' (none)"),
        ({"a/silo": PROGRAM, "b/silo": PROGRAM}, "silo", "holds 2 files 'silo' (a/silo, b/silo)"),
    ],
)
def test_archive_without_one_such_program(tmp_path, target, members, member, sentence):
    asset = tmp_path / "asset.tar.gz"
    asset.write_bytes(archive(members))
    params = {"path": str(target), "file": str(asset), "member": member, "sha256": digest(asset.read_bytes())}
    refused = run("minio_program", params)
    assert refused["failed"] and sentence in refused["msg"] and not target.exists()


def test_longer_member_tells_two_apart(tmp_path, target):
    asset = tmp_path / "asset.tar.gz"
    asset.write_bytes(archive({"a/silo": PROGRAM, "b/silo": b"another"}))
    params = {"path": str(target), "file": str(asset), "member": "a/silo", "sha256": digest(asset.read_bytes())}
    assert run("minio_program", params)["changed"] and target.read_bytes() == PROGRAM


def test_no_archive(tmp_path, target):
    asset = tmp_path / "asset.tar.gz"
    asset.write_bytes(PROGRAM)
    params = {"path": str(target), "file": str(asset), "member": "silo", "sha256": digest(PROGRAM)}
    refused = run("minio_program", params)
    assert refused["failed"] and "cannot be unpacked" in refused["msg"]


@pytest.mark.parametrize("params", [{}, {"url": "https://127.0.0.1/", "file": "/tmp/x"}])
def test_wrong_options(target, params):
    assert run("minio_program", {"path": str(target), "sha256": "ab" * 32, **params})["failed"]
