# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_credential_file: the old text stays beside the new one until that is proven, whatever comes in between."""

from __future__ import annotations

import stat

import pytest

from tests.integration.module import run

OLD = 'MINIO_ROOT_PASSWORD="planted-old"\nMINIO_ROOT_USER="root-of-cases"\nMINIO_VOLUMES="/data"\n'
NEW = OLD.replace("planted-old", "planted-new")
NEWER = OLD.replace("planted-old", "planted-newer")


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "10-minio_server.env"
    file.write_text(OLD)
    file.chmod(0o600)
    return file


@pytest.fixture
def call(path):
    def call(state, content=None, check=False, **options):
        given = {"secret_content": content} if content is not None else {}
        result = run("minio_credential_file", {"path": str(path), "state": state, **given, **options}, check, diff=True)
        assert "planted" not in result["_raw"]
        return result

    return call


@pytest.fixture
def kept(path):
    return path.with_name(path.name + ".previous")


def test_replaced_and_proven(call, path, kept):
    assert call("replaced", NEW, check=True)["changed"]
    assert path.read_text() == OLD and not kept.exists()
    done = call("replaced", NEW)
    assert done["changed"] and "(new text)" in done["diff"]["after"]
    assert (path.read_text(), kept.read_text()) == (NEW, OLD)
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path, kept)] == [0o600, 0o600]
    assert not call("replaced", NEW)["changed"]
    assert call("proven", check=True)["changed"] and kept.exists()
    assert call("proven")["changed"]
    assert path.read_text() == NEW and not kept.exists()
    assert not call("proven")["changed"]


def test_put_back(call, path, kept):
    call("replaced", NEW)
    assert call("previous", check=True)["changed"] and path.read_text() == NEW
    assert call("previous")["changed"]
    assert path.read_text() == OLD and not kept.exists()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not call("previous")["changed"]


def test_what_was_kept_first_is_what_was_proven(call, path, kept):
    """A run that was killed after it had written, and another one with another secret."""
    call("replaced", NEW)
    call("replaced", NEWER)
    assert (path.read_text(), kept.read_text()) == (NEWER, OLD)
    call("previous")
    assert path.read_text() == OLD


def test_nothing_else_may_change(call, path, kept):
    result = call("replaced", NEW.replace("/data", "/other") + 'MINIO_BROWSER="off"\n')
    assert result["failed"] and "(MINIO_BROWSER, MINIO_VOLUMES)" in result["msg"] and "secure_minio" in result["msg"]
    assert path.read_text() == OLD and not kept.exists()


def test_no_file(call, path):
    path.unlink()
    result = call("replaced", NEW)
    assert result["failed"] and "is not there: run hardening.minio.secure_minio first" in result["msg"]


def test_no_text(call):
    assert "secret_content" in call("replaced")["msg"]
