# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""kes_backend_info against what stands for each key management system: a good login, and every reason why KES could not use it."""

from __future__ import annotations

import copy
import pathlib
import time
import typing as t

import pytest

from tests.integration.module import run
from tests.integration.servers.authority import Authority
from tests.integration.servers.doubles import DOUBLES
from tests.integration.servers.doubles.base import TOKEN_LIFE, Double, Settings

# by the setting that the sentence names, and whether the system can be asked for the login without a library of the vendor
LOGINS = {
    "aws": "minio_kes_aws.credentials",
    "azure": "minio_kes_azure.credentials",
    "ciphertrust": "minio_kes_ciphertrust.credentials",
    "fortanix": "minio_kes_fortanix.credentials",
}


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
    """Return one of the services, which takes the login."""
    running.restore()
    return running


def settings_of(double: Double, secret: str | None = None) -> Settings:
    """Return what an operator would write as minio_kes_<backend>, optionally with another secret."""
    keystore = double.keystore if secret is None else double.keystore_with(double.secret_name, secret)
    settings: Settings = copy.deepcopy(keystore)
    while "credentials" not in settings:
        (settings,) = settings.values()
    settings.pop("tls", None)
    return {**settings, "ca": double.ca_path.read_text()}


def ask(double: Double, settings: Settings, folder: pathlib.Path) -> dict[str, t.Any]:
    hosts = folder / "hosts"
    hosts.write_text("".join(f"{address} {name}\n" for name, address in double.hosts.items()))
    result = run(
        "kes_backend_info",
        {"backend": double.service, double.service: settings, "probe": "test-probe"},
        timeout=600,
        hosts=hosts if double.hosts else None,
    )
    assert "Traceback" not in result["_raw"]
    # signatures are made with it, and keys of accounts are many lines
    secret = str(settings["credentials"][double.secret_name]).strip().splitlines()[-1]
    assert secret not in result["_raw"]
    return result


def refusal(double: Double, settings: Settings, folder: pathlib.Path) -> str:
    result = ask(double, settings, folder)
    assert result.get("failed"), result
    return str(result["msg"])


def test_a_good_login_is_taken(double: Double, tmp_path: pathlib.Path):
    result = ask(double, settings_of(double), tmp_path)
    assert not result.get("failed"), result["msg"]
    assert not result["changed"]
    assert result["backend"]["login_known"] is (double.service in LOGINS)


def test_a_wrong_login_is_told(double: Double, tmp_path: pathlib.Path):
    settings = settings_of(double, double.wrong_secret)
    if double.service in LOGINS:
        assert LOGINS[double.service] in refusal(double, settings, tmp_path)
    else:
        # only a call for a key tells
        assert ask(double, settings, tmp_path)["backend"]["login_known"] is False


def test_a_revoked_login_is_told(double: Double, tmp_path: pathlib.Path):
    settings = settings_of(double)
    assert not ask(double, settings, tmp_path).get("failed")
    double.revoke()
    time.sleep(TOKEN_LIFE)
    if double.service in LOGINS:
        assert LOGINS[double.service] in refusal(double, settings, tmp_path)
    else:
        assert ask(double, settings, tmp_path)["backend"]["login_known"] is False


def test_a_login_without_rights_is_told(double: Double, tmp_path: pathlib.Path):
    double.grant([])
    result = ask(double, settings_of(double), tmp_path)
    # the others tell rights by a key only
    assert bool(result.get("failed")) is (double.service in ("aws", "azure")), result


def test_the_certificate_of_somebody_else_is_told(double: Double, tmp_path: pathlib.Path):
    (tmp_path / "other").mkdir()
    other = Authority(tmp_path / "other", "another CA").certificate.read_text()
    for ca in (other, None):
        message = refusal(double, {**settings_of(double), "ca": ca}, tmp_path)
        assert "not to be trusted" in message and f"minio_kes_{double.service}.ca" in message


def test_one_that_cannot_be_reached_is_told(double: Double, tmp_path: pathlib.Path):
    double.stop()
    try:
        message = refusal(double, settings_of(double), tmp_path)
    finally:
        double.start()
    assert "does not answer" in message
    assert f"minio_kes_{double.service}.endpoint" in message or "the way to https://" in message
    assert not ask(double, settings_of(double), tmp_path).get("failed")
