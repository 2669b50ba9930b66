# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a CA signs: requests that ask for exactly what was ordered."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils import _signing_requests
from ansible_collections.hardening.minio.plugins.module_utils._errors import InputError

ORDER = _signing_requests.with_defaults({"name": "default", "domains": ["Minio1.example"], "ips": ["::1"]})


def request(**asked) -> bytes:
    wanted = {**ORDER, **asked}
    return _signing_requests.make(_signing_requests.make_key(wanted["key_type"]), wanted)


def test_what_was_ordered_is_signed():
    _signing_requests.check(request(), ORDER)
    _signing_requests.check(request(domains=["minio1.example"], ips=["0:0::1"]), ORDER)


@pytest.mark.parametrize(
    "asked",
    [
        {"domains": ["minio1.example", "minio2.example"]},
        {"ips": ["192.0.2.1"]},
        {"usages": ["server", "client"]},
        {"common_name": "somebody else"},
        {"domains": [], "ips": []},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_what_was_not_ordered_is_refused(asked):
    with pytest.raises(InputError, match="asks for something else than was ordered"):
        _signing_requests.check(request(**asked), ORDER)


def test_another_kind_of_key_is_refused():
    with pytest.raises(InputError, match="is for a key of type ed25519, not ecdsa-p256"):
        _signing_requests.check(request(key_type="ed25519"), ORDER)


def test_a_changed_request_is_refused():
    pem = request().decode().splitlines()
    pem[2] = pem[2][:-4] + "AAAA"
    with pytest.raises(InputError, match=r"cannot be read|not signed by its own key"):
        _signing_requests.check("\n".join(pem).encode(), ORDER)


def test_a_name_that_no_certificate_can_have_is_named():
    with pytest.raises(InputError, match="default: no certificate can have these names"):
        request(domains=["mäx.example"])
