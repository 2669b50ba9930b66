# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policies, right and wrong, that the library is held against, and the real server as well."""

from __future__ import annotations

import typing as t

Document = t.Dict[str, t.Any]
S3 = "arn:aws:s3:::"
APP, OBJECTS = f"{S3}app", f"{S3}app/*"


def policy(*statements: t.Any, **more: t.Any) -> Document:
    """Return a document."""
    return {"Version": "2012-10-17", "Statement": list(statements), **more}


def allow(actions: t.Any, resources: t.Any = None, **more: t.Any) -> Document:
    """Return a statement."""
    return {"Effect": "Allow", "Action": actions, **({"Resource": resources} if resources else {}), **more}


def when(**operators: t.Any) -> Document:
    """Return a document with a condition that an object is read under."""
    return policy(allow("s3:GetObject", OBJECTS, Condition=operators))


def put_when(**operators: t.Any) -> Document:
    """Return a document with a condition that an object is written under."""
    return policy(allow("s3:PutObject", OBJECTS, Condition=operators))


RIGHT: dict[str, Document] = {
    "object": policy(allow("s3:GetObject", OBJECTS)),
    "pattern of actions": policy(allow(["s3:Get*", "s3:List*"], [APP, OBJECTS])),
    "pattern with ?": policy(allow("s3:GetObjec?", OBJECTS)),
    "pattern without kind": policy(allow("*Object", OBJECTS)),
    "all of S3": policy(allow("s3:*", f"{S3}*")),
    "resource *": policy(allow("s3:GetObject", "*")),
    "every action": policy(allow("*", "*")),
    "every action without resource": policy(allow("*")),
    "administration": policy(allow("admin:*")),
    "administration with a resource": policy(allow("admin:ServerInfo", f"{S3}*")),
    "administration with a bucket": policy(allow("admin:GetBucketQuota", APP)),
    "administration with a condition": policy(allow("admin:*", Condition={"IpAddress": {"aws:SourceIp": "192.0.2.1"}})),
    "duration of access keys": policy(
        {
            "Effect": "Deny",
            "Action": "admin:CreateServiceAccount",
            "Condition": {"NumericGreaterThan": {"svc:DurationSeconds": "3600"}},
        }
    ),
    "keys": policy(allow("kms:*")),
    "one key": policy(allow(["kms:KeyStatus", "kms:Status"], "arn:minio:kms:::app-*")),
    "all keys": policy(allow("kms:KeyStatus", "*")),
    "key with a condition": policy(allow("kms:KeyStatus", Condition={"StringEquals": {"s3:prefix": "a"}})),
    "STS": policy(
        allow("sts:AssumeRoleWithWebIdentity", Condition={"NumericLessThanEquals": {"sts:DurationSeconds": "300"}})
    ),
    "NotResource": policy({"Effect": "Allow", "Action": "s3:GetObject", "NotResource": f"{S3}secret/*"}),
    "variable": policy(allow("s3:*", f"{S3}home/${{aws:username}}/*")),
    "misspelt variable": policy(allow("s3:GetObject", f"{S3}home/${{aws:user}}/*")),
    "unicode Sid": policy(allow("s3:GetObject", OBJECTS, Sid="größer")),
    "ID": policy(allow("s3:GetObject", OBJECTS), ID="app"),
    "one statement": {"Version": "2012-10-17", "Statement": allow("s3:GetObject", OBJECTS)},
    "without Version": {"Statement": [allow("s3:GetObject", OBJECTS)]},
    "never matches": policy(allow("s3:GetObject", APP)),
    "bucket with a pattern": policy(allow("s3:ListBucket", f"{S3}*-logs")),
    "StringEquals": when(StringEquals={"aws:username": ["alice", "bob"]}),
    "any value": when(**{"ForAnyValue:StringEquals": {"aws:groups": ["a"]}}),
    "all values": when(**{"ForAllValues:StringLike": {"jwt:groups": ["a*"]}}),
    "binary": when(BinaryEquals={"s3:versionid": "YWJj"}),
    "tag": when(StringEquals={"s3:ExistingObjectTag/kind": "public"}),
    "tag that is a number": when(StringEquals={"s3:ExistingObjectTag/year": 2030}),
    "addresses": when(IpAddress={"aws:SourceIp": ["192.0.2.1", "198.51.100.7/24", "2001:db8::/32", "2001:db8::1"]}),
    "not an address": when(NotIpAddress={"aws:SourceIp": "192.0.2.0/24"}),
    "TLS": when(Bool={"aws:SecureTransport": True}),
    "TLS as a digit": when(Bool={"aws:SecureTransport": "1"}),
    "null": when(Null={"s3:versionid": False}),
    "number": policy(allow("s3:ListBucket", APP, Condition={"NumericLessThanEquals": {"s3:max-keys": 5}})),
    "number if it is there": policy(
        allow("s3:*", [APP, OBJECTS], Condition={"NumericGreaterThanIfExists": {"s3:signatureAge": "600"}})
    ),
    "moment": when(DateLessThan={"aws:CurrentTime": "2030-01-31T00:00:00+01:00"}),
    "encryption": put_when(StringEquals={"s3:x-amz-server-side-encryption": ["AES256", "aws:kms"]}),
    "encryption like": put_when(StringLike={"s3:x-amz-server-side-encryption": "aws*"}),
    "copy": put_when(StringEquals={"s3:x-amz-copy-source": "app/a.csv"}),
    "key of another action": policy(allow("s3:*", [APP, OBJECTS], Condition={"StringLike": {"s3:prefix": "a/*"}})),
    "mixed by pattern": policy(allow("*:*", f"{S3}*")),
}
"""What the server takes and the library as well."""

WRONG: dict[str, tuple[t.Any, str]] = {
    "nothing": ({}, "Statement is empty"),
    "no statement": (policy(), "Statement is empty"),
    "other version": ({**policy(allow("s3:GetObject", OBJECTS)), "Version": "2008-10-17"}, "Version is '2008-10-17'"),
    "effect": (policy({**allow("s3:GetObject", OBJECTS), "Effect": "allow"}), "Statement[0].Effect is 'allow'"),
    "no effect": (policy({"Action": "s3:GetObject", "Resource": OBJECTS}), "Effect is None"),
    "no action": (policy({"Effect": "Allow", "Resource": OBJECTS}), "Statement[0] has no Action"),
    "misspelt": (policy(allow("s3:GetObjct", OBJECTS)), "'s3:GetObjct', which is not known, perhaps s3:GetObject"),
    "lower case": (policy(allow("s3:getobject", OBJECTS)), "perhaps s3:GetObject is meant"),
    "without kind": (policy(allow("ListBucket", APP)), "'ListBucket', which is not known, perhaps s3:ListBucket"),
    "name of AWS": (
        policy(allow("s3:GetBucketAcl", APP)),
        "'s3:GetBucketAcl', which is not known, perhaps s3:GetBucket",
    ),
    "pattern of nothing": (policy(allow("s3:Fetch*", OBJECTS)), "'s3:Fetch*', which is not known"),
    "misspelt administration": (policy(allow("admin:ServerInfos")), "perhaps admin:ServerInfo is meant"),
    "pattern of administration": (policy(allow("admin:Get*")), "'admin:Get*', which the server does not take"),
    "pattern of keys": (policy(allow("kms:Key*")), "'kms:Key*', which the server does not take: only kms:*"),
    "misspelt key": (policy(allow("kms:KeyState")), "perhaps kms:KeyStatus is meant"),
    "all of STS": (policy(allow("sts:*")), "'sts:*', which is not known"),
    "of Silo": (policy(allow("admin:ChangeMyPassword")), "which only Silo knows"),
    "tables of Silo": (policy(allow("s3tables:GetTable", "*")), "which only Silo knows"),
    "two kinds": (
        policy(allow(["s3:GetObject", "admin:ServerInfo"], OBJECTS)),
        "Action has admin and s3 actions: the server takes one kind in a statement",
    ),
    "three kinds": (policy(allow(["s3:*", "admin:*", "kms:*"], OBJECTS)), "admin and kms and s3 actions"),
    "everything and more": (policy(allow(["*", "s3:GetObject"], "*")), "names '*' besides others"),
    "Action and NotAction": (
        policy(allow("s3:GetObject", OBJECTS, NotAction="s3:PutObject")),
        "has Action and NotAction",
    ),
    "no resource": (policy(allow("s3:GetObject")), "Statement[0] has no Resource"),
    "Resource and NotResource": (
        policy(allow("s3:GetObject", OBJECTS, NotResource=f"{S3}secret/*")),
        "has Resource and NotResource",
    ),
    "no ARN": (policy(allow("s3:GetObject", "app/*")), "'app/*', which is no ARN of MinIO: write arn:aws:s3:::app/*"),
    "ARN of a region": (policy(allow("s3:GetObject", "arn:aws:s3:eu-west-1::app/*")), "which is no ARN of MinIO"),
    "slash first": (policy(allow("s3:GetObject", f"{S3}/app/*")), "begins with / and names no bucket"),
    "key as resource": (policy(allow("s3:GetObject", "arn:minio:kms:::app")), "which is no resource of s3 actions"),
    "bucket as key": (policy(allow("kms:KeyStatus", APP)), "which is no resource of kms actions"),
    "key with a slash": (policy(allow("kms:KeyStatus", "arn:minio:kms:::app/one")), "in the name of a key"),
    "second statement": (
        policy(allow("s3:GetObject", OBJECTS), allow("s3:PutObjects", OBJECTS)),
        "Statement[1].Action names 's3:PutObjects'",
    ),
    "Sid": (policy(allow("s3:GetObject", OBJECTS, Sid=5)), "Sid is 5"),
    "operator": (when(StringEqual={"aws:username": "a"}), "'StringEqual', which is not known, perhaps StringEquals"),
    "operator of AWS": (when(StringEqualsIfExists={"aws:username": "a"}), "operator 'StringEqualsIfExists'"),
    "qualifier": (when(**{"ForSomeValue:StringEquals": {"aws:groups": "a"}}), "'ForSomeValue:StringEquals'"),
    "key": (when(StringEquals={"aws:UserName": "a"}), "'aws:UserName', which is not known, perhaps aws:username"),
    "claim": (when(StringEquals={"jwt:department": "a"}), "'jwt:department', which is not known"),
    "key of listing": (when(StringLike={"s3:prefix": "a/*"}), "'s3:prefix', which s3:GetObject does not take"),
    "key of access keys": (
        policy(allow("sts:AssumeRoleWithWebIdentity", Condition={"StringEquals": {"aws:username": "a"}})),
        "which sts:AssumeRoleWithWebIdentity does not take",
    ),
    "key of S3": (policy(allow("admin:*", Condition={"StringEquals": {"s3:prefix": "a"}})), "which admin:* does not"),
    "no value": (when(StringEquals={"aws:username": []}), "is empty: give at least one value"),
    "no address": (when(IpAddress={"aws:SourceIp": "192.0.2.300"}), "'192.0.2.300': it has to be an address"),
    "address of another key": (when(IpAddress={"aws:Referer": "192.0.2.1"}), "IpAddress takes aws:SourceIp only"),
    "no boolean": (when(Bool={"aws:SecureTransport": "yes"}), "'yes': it has to be true or false"),
    "boolean of another key": (when(Bool={"aws:username": "true"}), "Bool takes aws:SecureTransport only"),
    "two booleans": (when(Bool={"aws:SecureTransport": ["true", "false"]}), "Bool takes one value"),
    "null of nothing": (when(Null={"s3:versionid": "no"}), "'no': it has to be true or false"),
    "no number": (
        policy(allow("s3:ListBucket", APP, Condition={"NumericLessThan": {"s3:max-keys": "ten"}})),
        "'ten': it has to be a whole number",
    ),
    "two numbers": (
        policy(allow("s3:ListBucket", APP, Condition={"NumericLessThan": {"s3:max-keys": [1, 2]}})),
        "NumericLessThan takes one value",
    ),
    "no moment": (when(DateLessThan={"aws:CurrentTime": "2030-01-31"}), "'2030-01-31': it has to be a moment"),
    "no such day": (when(DateLessThan={"aws:CurrentTime": "2030-02-31T00:00:00Z"}), "it has to be a moment"),
    "no base64": (when(BinaryEquals={"s3:versionid": "?"}), "'?': it has to be text in base64"),
    "encryption": (put_when(StringEquals={"s3:x-amz-server-side-encryption": "aes"}), "has to be AES256 or aws:kms"),
    "directive": (put_when(StringEquals={"s3:x-amz-metadata-directive": "KEEP"}), "has to be COPY or REPLACE"),
    "copy of nothing": (put_when(StringEquals={"s3:x-amz-copy-source": "app"}), "has to be bucket and object"),
}
"""What the server refuses and the library as well, and a part of the sentence."""

REFUSED: dict[str, tuple[t.Any, str]] = {
    "unknown key": (policy({**allow("s3:GetObject", OBJECTS), "action": "s3:*"}), "has 'action'"),
    "unknown key of the document": ({**policy(allow("s3:GetObject", OBJECTS)), "Statements": []}, "has 'Statements'"),
    "principal": (
        policy(allow("s3:GetObject", OBJECTS, Principal="*")),
        "has a Principal: only the policy of a bucket",
    ),
    "no key": (when(StringEquals={}), "StringEquals is empty: name a condition key"),
    "all actions but one": (
        policy({"Effect": "Allow", "NotAction": "s3:DeleteObject", "Resource": OBJECTS}),
        "has NotAction: MinIO takes it, and then fails to list any policy",
    ),
    "misspelt exception": (
        policy({"Effect": "Allow", "NotAction": "s3:DeleteObjekt", "Resource": OBJECTS}),
        "NotAction names 's3:DeleteObjekt', which is not known, perhaps s3:DeleteObject",
    ),
    "ARN of nothing": (policy(allow("s3:GetObject", S3)), "which names nothing: write arn:aws:s3:::* for everything"),
    "star without ARN": (policy(allow("s3:GetObject", "*secret")), "'*secret', which is no ARN of MinIO"),
    "pattern that no request has": (policy(allow("s3:?", "*")), "'s3:?', which is not known"),
    "qualifier that is ignored": (
        when(**{"ForAnyValue:IpAddress": {"aws:SourceIp": "192.0.2.1"}}),
        "the server ignores ForAnyValue before IpAddress",
    ),
    "number that is written back": (
        policy(allow("s3:ListBucket", APP, Condition={"NumericLessThan": {"s3:max-keys": "007"}})),
        "'007': it has to be a whole number",
    ),
    "null that is written back": (when(Null={"s3:versionid": "t"}), "'t': it has to be true or false"),
    "moment that is written back": (
        when(DateLessThan={"aws:CurrentTime": "2030-01-31T00:00:00.5Z"}),
        "it has to be a moment",
    ),
}
"""What the server takes and the library refuses on purpose, as it cannot be meant or is never equal again."""

OF_SILO: dict[str, Document] = {
    "action": policy(allow("admin:ChangeMyPassword")),
    "pattern of administration": policy(allow("admin:Get*")),
    "tables": policy(allow("s3tables:GetTable", "arn:aws:s3tables:::bucket/app/table/one")),
    "all actions but one": policy({"Effect": "Deny", "NotAction": "s3:GetObject", "Resource": OBJECTS}),
    "all actions but those of a kind": policy({"Effect": "Allow", "NotAction": "admin:*", "Resource": f"{S3}*"}),
}
"""What only Silo takes."""

BUCKET = "app"


def _public(actions: t.Any, resources: t.Any, **more: t.Any) -> Document:
    return policy({"Effect": "Allow", "Principal": "*", "Action": actions, "Resource": resources, **more})


RIGHT_OF_BUCKETS: dict[str, Document] = {
    "objects": _public("s3:GetObject", OBJECTS),
    "bucket": _public("s3:ListBucket", APP),
    "both": _public(["s3:GetObject", "s3:ListBucket"], [APP, OBJECTS]),
    "everything": _public("s3:*", [APP, OBJECTS]),
    "named": policy(
        {"Effect": "Allow", "Principal": {"AWS": ["alice"]}, "Action": "s3:GetObject", "Resource": OBJECTS}
    ),
    "NotResource": policy({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "NotResource": OBJECTS}),
    "address": _public("s3:GetObject", OBJECTS, Condition={"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}),
}
"""What the server takes for the bucket app, and the library as well."""

WRONG_OF_BUCKETS: dict[str, tuple[Document, str]] = {
    "no principal": (policy(allow("s3:GetObject", OBJECTS)), "has no Principal: name who it is for"),
    "principal as text": (
        policy({**allow("s3:GetObject", OBJECTS), "Principal": "alice"}),
        'Statement[0].Principal is "alice": write {"AWS": ["alice"]}',
    ),
    "principals as list": (
        policy({**allow("s3:GetObject", OBJECTS), "Principal": ["*"]}),
        'Principal is ["*"]: write {"AWS": ["*"]}',
    ),
    "principal of AWS": (
        policy({**allow("s3:GetObject", OBJECTS), "Principal": {"CanonicalUser": "alice"}}),
        "Principal is",
    ),
    "no Version": ({"Statement": _public("s3:GetObject", OBJECTS)["Statement"]}, "has no Version: write '2012-10-17'"),
    "objects of no object": (
        _public("s3:GetObject", APP),
        "names no objects for s3:GetObject: write arn:aws:s3:::app/*",
    ),
    "bucket of objects": (
        _public("s3:ListBucket", OBJECTS),
        "names no bucket for s3:ListBucket: write arn:aws:s3:::app",
    ),
    "no resource": (_public("s3:GetObject", []), "has no Resource"),
    "no ARN": (_public("s3:GetObject", "app/*"), "which is no ARN of MinIO"),
    "key": (
        _public("s3:GetObject", OBJECTS, Condition={"StringLike": {"s3:prefix": "a/*"}}),
        "'s3:prefix', which s3:GetObject does not take",
    ),
    "Action and NotAction": (_public("s3:GetObject", OBJECTS, NotAction="s3:PutObject"), "has Action and NotAction"),
    "administration": (_public("admin:ServerInfo", OBJECTS), "has admin actions: the policy of a bucket takes s3"),
}
"""What the server refuses for the bucket app, and the library as well."""

REFUSED_OF_BUCKETS: dict[str, tuple[Document, str]] = {
    "misspelt": (_public("s3:GetBucketAcl", APP), "'s3:GetBucketAcl', which is not known"),
    "administration": (_public("admin:ServerInfo", APP), "has admin actions: the policy of a bucket takes s3"),
}
"""What the server takes for the bucket app and the library refuses on purpose, as no request has it."""
