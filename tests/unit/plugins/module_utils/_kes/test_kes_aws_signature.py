# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signatures for AWS are those that its own library makes."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._kes import aws_signature

URL = "https://secretsmanager.us-east-1.amazonaws.com"
# the example credentials of AWS's documentation, which open nothing
LOGIN = {"accesskey": "AKIDEXAMPLE", "secretkey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}


@pytest.mark.parametrize(
    ("token", "names", "signature"),
    [
        # both by botocore 1.44 for the same request at the same moment
        (
            None,
            "content-type;host;x-amz-date;x-amz-target",
            "892def2dd39c6d99e79ad6c340b564ed05208995e7b75e1096380cbe57a57396",
        ),
        (
            "session-token",
            "content-type;host;x-amz-date;x-amz-security-token;x-amz-target",
            "f7c096c465782df7a3ba7b561c41069205767736bdac6ed46ae0c58bb8079a91",
        ),
    ],
)
def test_signature(token, names, signature):
    login = {**LOGIN, "token": token}
    body = b'{"SecretId":"x"}'
    found = aws_signature.headers(URL, "secretsmanager.GetSecretValue", body, "us-east-1", login, 1440938160)
    scope = "20150830/us-east-1/secretsmanager/aws4_request"
    assert found["authorization"] == (
        f"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    assert found.get("x-amz-security-token") == token
