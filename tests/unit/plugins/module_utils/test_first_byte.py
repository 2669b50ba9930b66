# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A file with a secret has its owner and mode before it holds a byte, and nobody else may open it before that."""

from __future__ import annotations

import grp
import os
import pwd
import stat
import types
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _credential_file, _files, _key_pairs

from tests.certificates import Signer

NOBODY = pwd.getpwnam("nobody")
OWNER = NOBODY.pw_uid, NOBODY.pw_gid
OWNERSHIP = {"owner": NOBODY.pw_name, "group": grp.getgrgid(NOBODY.pw_gid).gr_name}


class Watch:
    """Notes with which mode files are made, and what they are when their first text comes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[int] = []
        self.first: list[tuple[t.Any, int]] = []
        self._owners: dict[int, tuple[int, int]] = {}
        self._open, self._fdopen = os.open, os.fdopen
        monkeypatch.setattr(os, "open", self.open)
        monkeypatch.setattr(os, "fdopen", self.fdopen)
        # whoever runs the tests
        monkeypatch.setattr(os, "fchown", lambda handle, *owner: self._owners.update({handle: owner}))

    def open(self, path: t.Any, flags: int, mode: int = 0o777, **options: t.Any) -> int:
        """Open a file, and note the mode of one that is made."""
        if flags & os.O_CREAT:
            self.made.append(mode)
        return self._open(path, flags, mode, **options)

    def fdopen(self, handle: int, *arguments: t.Any, **options: t.Any) -> t.Any:
        """Return the stream, which notes owner and mode before the first text is written to it."""
        stream = self._fdopen(handle, *arguments, **options)
        write = stream.write

        def noting(text: t.Any) -> int:
            assert os.fstat(handle).st_size == 0
            self.first.append((self._owners.get(handle), stat.S_IMODE(os.fstat(handle).st_mode)))
            stream.write = write
            return write(text)

        stream.write = noting
        return stream


@pytest.fixture
def watch(monkeypatch):
    """Watch what is written, where nothing narrows the mode of a new file."""
    before = os.umask(0)
    yield Watch(monkeypatch)
    os.umask(before)


def module(path, **entry):
    """Return what _files.apply needs of a module that writes one file."""
    entry = {"path": str(path), "content": None, "validate": None, **OWNERSHIP, **entry}
    params = {"directories": [], "files": [entry], "absent": [], "permissions": []}
    return types.SimpleNamespace(params=params, check_mode=False)


def pair(tmp_path, **wanted):
    """Return a pair of keys of which nothing is there."""
    wanted = {
        **OWNERSHIP,
        "name": "default",
        "private_key": str(tmp_path / "private.key"),
        "certificate": str(tmp_path / "public.crt"),
        "key_mode": "0600",
        "key_type": "ecdsa-p256",
        "common_name": "default",
        "domains": [],
        "ips": [],
        "usages": ["server"],
        "private_key_content": None,
        **wanted,
    }
    return _key_pairs.Pair(wanted, None, check_mode=False)


@pytest.mark.parametrize("mode", [0o600, 0o640], ids=oct)
@pytest.mark.parametrize("old", [None, "planted-old"], ids=["new", "replaced"])
def test_a_file_with_a_secret(tmp_path, watch, mode, old):
    path = tmp_path / "minio.env"
    if old:
        path.write_text(old)
    _files.apply(module(path, secret_content="planted-secret", mode=f"{mode:04o}"))
    assert path.read_text() == "planted-secret"
    assert watch.made == [0o600]
    assert watch.first == [(OWNER, mode)]


def test_a_text_that_is_kept_until_its_successor_is_proven(tmp_path, watch):
    path = tmp_path / "minio.env"
    path.write_text('MINIO_ROOT_PASSWORD="planted-old"\n')
    path.chmod(0o640)
    status = path.stat()
    _credential_file.replace(module(path), str(path), 'MINIO_ROOT_PASSWORD="planted-new"\n', ["MINIO_ROOT_PASSWORD"])
    assert (tmp_path / "minio.env.previous").read_text() == 'MINIO_ROOT_PASSWORD="planted-old"\n'
    assert watch.made == [0o600, 0o600]
    assert watch.first == [((status.st_uid, status.st_gid), 0o640)] * 2


def test_a_private_key_that_is_made(tmp_path, watch):
    pair(tmp_path).request()
    assert "PRIVATE KEY" in (tmp_path / "private.key.new").read_text()
    assert watch.made == [0o600]
    assert watch.first == [(OWNER, 0o600)]


def test_a_private_key_that_is_given_and_its_certificate(tmp_path, watch):
    issued = Signer("CA").issue()
    wanted = {"certificate_content": issued["certificate"], "private_key_content": issued["private_key"]}
    pair(tmp_path, **wanted, key_mode="0400").install()
    assert (tmp_path / "private.key").read_text() == issued["private_key"]
    assert watch.made == [0o600, 0o600]
    assert watch.first == [(OWNER, mode) for mode in (0o400, 0o644)]
