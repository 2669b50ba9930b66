# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Texts in PEM form: only what MinIO reads passes, and what else there is is named, never shown."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._errors import InputError
from ansible_collections.hardening.minio.plugins.plugin_utils import _pem


def block(kind: str) -> str:
    return f"-----BEGIN {kind}-----\ncGxhbnRlZA==\n-----END {kind}-----\n"


CERTIFICATE, KEY, CURVE = block("CERTIFICATE"), block("EC PRIVATE KEY"), block("EC PARAMETERS")


@pytest.mark.parametrize("text", [CERTIFICATE, CERTIFICATE * 2, f"Bag\n{CERTIFICATE}Bag\n{CERTIFICATE}\n\n", ""])
def test_certificates(text):
    _pem.refuse_more_than_certificates(text, "it")


@pytest.mark.parametrize(
    "text", [KEY, KEY.strip(), f"Bag\n{KEY}\n", block("PRIVATE KEY"), block("ENCRYPTED PRIVATE KEY")]
)
def test_keys(text):
    _pem.refuse_more_than_key(text, "it")


@pytest.mark.parametrize(
    ("refuse", "text", "words"),
    [
        (_pem.refuse_more_than_certificates, CERTIFICATE + CURVE, "it holds EC PARAMETERS"),
        (_pem.refuse_more_than_certificates, CERTIFICATE + "planted", "it has text behind its last END line"),
        (_pem.refuse_more_than_key, CURVE + KEY, "it holds EC PARAMETERS"),
        (_pem.refuse_more_than_key, KEY + CERTIFICATE, "it holds CERTIFICATE"),
        (_pem.refuse_more_than_key, KEY + KEY, "it holds several keys"),
        (_pem.refuse_more_than_key, KEY + "planted", "it has text behind its last END line"),
    ],
)
def test_more(refuse, text, words):
    with pytest.raises(InputError, match=words) as error:
        refuse(text, "it")
    assert "planted" not in str(error.value) and "cGxhbnRlZA" not in str(error.value)
