# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""AWS Secrets Manager, with Amazon's library boto3."""

from __future__ import annotations

import typing as t

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.integration.servers.doubles.aws import Aws
from tests.integration.servers.doubles.base import WRONG

SERVICE = "aws"


def client(double: Aws, key_id: str = Aws.key_id, secret: str = Aws.secret) -> t.Any:
    return boto3.client(
        "secretsmanager",
        endpoint_url=double.url,
        region_name="eu-central-1",
        verify=str(double.ca_path),
        aws_access_key_id=key_id,
        aws_secret_access_key=secret,
        config=Config(retries={"max_attempts": 1}),
    )


def refusal(call: t.Callable[[], t.Any]) -> str:
    with pytest.raises(ClientError) as error:
        call()
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    return str(error.value.response["Error"]["Code"])


def test_secrets(double: Aws):
    aws = client(double)
    aws.create_secret(Name="test-a", SecretString="value")
    assert refusal(lambda: aws.create_secret(Name="test-a", SecretString="other")) == "ResourceExistsException"
    assert refusal(lambda: aws.get_secret_value(SecretId="test-b")) == "ResourceNotFoundException"
    assert "test-a" in [secret["Name"] for secret in aws.list_secrets()["SecretList"]]
    double.stop()
    double.start()
    assert aws.get_secret_value(SecretId="test-a")["SecretString"] == "value"
    aws.delete_secret(SecretId="test-a", ForceDeleteWithoutRecovery=True)
    assert refusal(lambda: aws.get_secret_value(SecretId="test-a")) == "ResourceNotFoundException"
    aws.create_secret(Name="test-a", SecretString="new")


def test_who_comes(double: Aws):
    wrong = client(double, secret=WRONG)
    assert refusal(wrong.list_secrets) == "InvalidSignatureException"
    assert refusal(client(double, "AKIASOMEBODYELSE0000").list_secrets) == "UnrecognizedClientException"
    double.revoke()
    assert refusal(client(double).list_secrets) == "UnrecognizedClientException"


def test_what_the_policy_allows(double: Aws):
    aws = client(double)
    assert refusal(lambda: aws.create_secret(Name="other", SecretString="value")) == "AccessDeniedException"
    assert refusal(lambda: aws.get_secret_value(SecretId="other")) == "AccessDeniedException"
    assert refusal(lambda: aws.describe_secret(SecretId="test-a")) == "AccessDeniedException"
    double.grant(["GetSecretValue"])
    assert refusal(lambda: aws.create_secret(Name="test-c", SecretString="value")) == "AccessDeniedException"
    assert refusal(lambda: aws.get_secret_value(SecretId="test-c")) == "ResourceNotFoundException"
