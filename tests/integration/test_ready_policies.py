# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a real user may do who has one of the ready policies, or one that the library has something against, and what not."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import ssl
import time
import typing as t
import urllib.error
import urllib.request

import minio
import pytest
import urllib3
from ansible_collections.hardening.minio.plugins.module_utils._minio import cluster
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import KMS, ApiError, Client
from ansible_collections.hardening.minio.plugins.plugin_utils._policies import lint, ready

from tests.integration.servers.minio import MinioServer
from tests.policies import S3, Document, allow, policy

SECRET = "planted-secret-of-a-user"
BUCKETS = ("ready-app", "ready-other", "ready-x-logs")
Do = t.Callable[[Client], t.Any]


@pytest.fixture(scope="module")
def root(minio_kms: MinioServer) -> Client:
    """Return the administrator of a server with buckets and objects."""
    client = Client({**minio_kms.auth, "validate_certs": True, "timeout": 120})
    with client.asking("prepare"):
        for bucket in BUCKETS:
            client.s3.make_bucket(bucket)
            for name in ("a/one", "b/two"):
                client.s3.put_object(bucket, name, io.BytesIO(b"x"), 1)
    return client


class User:
    """One user, who has one policy at a time."""

    def __init__(self, root: Client, server: MinioServer) -> None:
        self._root = root
        self._server = server
        self._has = False
        body = {"secretKey": SECRET, "status": "enabled"}
        root.admin("PUT", "add-user", "add", {"accessKey": "ready-user"}, body, encrypted=True)

    def having(self, document: Document) -> Client:
        """Give the user a policy and return the user's client."""
        self._root.admin("PUT", "add-canned-policy", "write", {"name": "p-ready"}, document)
        if not self._has:
            body = {"policies": ["p-ready"], "user": "ready-user"}
            self._root.admin("POST", "idp/builtin/policy/attach", "attach", body=body, encrypted=True)
            self._has = True
        return _knowing_the_region(self._root.working_as("ready-user", SECRET), self._server)

    def remove(self) -> None:
        """Remove the user and the policy."""
        self._root.admin("DELETE", "remove-user", "remove", {"accessKey": "ready-user"})
        self._root.admin("DELETE", "remove-canned-policy", "remove", {"name": "p-ready"})


def _knowing_the_region(client: Client, server: MinioServer) -> Client:
    """Return a client that does not ask for the region of a bucket before each request, which is a right of its own."""
    client._s3 = minio.Minio(
        server.url.partition("://")[2],
        "ready-user",
        SECRET,
        region="us-east-1",
        http_client=urllib3.PoolManager(ca_certs=str(server.ca_path), timeout=120, retries=False),
    )
    return client


@pytest.fixture
def user(root: Client, minio_kms: MinioServer) -> t.Iterator[User]:
    one = User(root, minio_kms)
    yield one
    one.remove()


def may(client: Client, do: Do) -> bool:
    """Tell whether the server lets a user do something; an AssertionError if it fails in another way."""
    try:
        with client.asking("try"):
            do(client)
    except ApiError as error:
        assert error.code == "AccessDenied", error
        return False
    return True


def read(bucket: str, name: str = "a/one") -> Do:
    return lambda client: client.s3.get_object(bucket, name).read()


def write(bucket: str, name: str = "a/new") -> Do:
    return lambda client: client.s3.put_object(bucket, name, io.BytesIO(b"y"), 1)


def write_in_parts(bucket: str, name: str = "a/parts") -> Do:
    size = 6 << 20
    return lambda client: client.s3.put_object(bucket, name, io.BytesIO(size * b"y"), size, part_size=5 << 20)


def delete(bucket: str, name: str = "a/new") -> Do:
    return lambda client: client.s3.remove_object(bucket, name)


def listing(bucket: str, prefix: str = "") -> Do:
    return lambda client: list(client.s3.list_objects(bucket, prefix=prefix))


def remove_bucket(bucket: str) -> Do:
    return lambda client: client.s3.remove_bucket(bucket)


def open_to_all(bucket: str) -> Do:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"{S3}{bucket}/*"}
    return lambda client: client.s3.set_bucket_policy(bucket, json.dumps(policy(statement)))


def location(bucket: str) -> Do:
    return lambda client: client.working_as("ready-user", SECRET).s3._get_region(bucket)


def policy_of(bucket: str) -> Do:
    return lambda client: client.s3.get_bucket_policy(bucket)


def encryption_of(bucket: str) -> Do:
    return lambda client: client.s3.get_bucket_encryption(bucket)


def buckets(client: Client) -> None:
    assert {bucket.name for bucket in client.s3.list_buckets()} >= set(BUCKETS)


def admin(method: str, call: str, query: dict[str, str] | None = None, encrypted: bool = False) -> Do:
    return lambda client: client.admin(method, call, "try", query, encrypted=encrypted)


INFO = admin("GET", "info")
STORAGE = admin("GET", "storageinfo")
USAGE = admin("GET", "datausageinfo")
USERS = admin("GET", "list-users", encrypted=True)
POLICIES = admin("GET", "list-canned-policies")
ENTITIES = admin("GET", "idp/builtin/policy-entities", encrypted=True)
GROUPS = admin("GET", "groups")
CONFIG = admin("GET", "config", encrypted=True)
REMOVE_USER = admin("DELETE", "remove-user", {"accessKey": "ready-nobody"})
RESTART = admin("POST", "service", {"action": "restart"})


def create_key(client: Client) -> None:
    client.admin("POST", "key/create", "try", {"key-id": "ready-new"}, prefix=KMS)


def add_user(client: Client) -> None:
    body = {"secretKey": SECRET, "status": "enabled"}
    client.admin("PUT", "add-user", "try", {"accessKey": "ready-nobody"}, body, encrypted=True)


def write_policy(client: Client) -> None:
    client.admin("PUT", "add-canned-policy", "try", {"name": "ready-more"}, policy(allow("admin:*")))


APP, OTHER, LOGS = BUCKETS
CHANGES: list[Do] = [add_user, write_policy, REMOVE_USER, RESTART, create_key]
READY: dict[str, tuple[dict[str, str], list[Do], list[Do]]] = {
    "read_only_bucket": (
        {"bucket": APP},
        [read(APP), listing(APP), listing(APP, "a/"), location(APP)],
        [
            *(write(APP), write_in_parts(APP), delete(APP), remove_bucket(APP), open_to_all(APP), policy_of(APP)),
            *(read(OTHER), listing(OTHER), INFO, USERS, POLICIES, *CHANGES),
        ],
    ),
    "read_write_prefix": (
        {"bucket": APP, "prefix": "a"},
        [
            read(APP),
            write(APP),
            write_in_parts(APP),
            delete(APP),
            listing(APP, "a/"),
            listing(APP, "a/sub/"),
            location(APP),
        ],
        [
            *(read(APP, "b/two"), write(APP, "b/new"), delete(APP, "b/two"), write(APP, "ab"), listing(APP)),
            *(listing(APP, "b/"), listing(APP, "ab"), remove_bucket(APP), open_to_all(APP), policy_of(APP)),
            *(read(OTHER), write(OTHER), listing(OTHER, "a/"), INFO, USERS, *CHANGES),
        ],
    ),
    "backup_writer": (
        {"bucket": APP},
        [write(APP), write_in_parts(APP), listing(APP), location(APP)],
        [
            *(read(APP), delete(APP), delete(APP, "a/one"), remove_bucket(APP), open_to_all(APP), policy_of(APP)),
            *(write(OTHER), listing(OTHER), INFO, USERS, *CHANGES),
        ],
    ),
    "auditor": (
        {},
        [INFO, STORAGE, USERS, POLICIES, ENTITIES, GROUPS, buckets, policy_of(LOGS), encryption_of(APP), location(APP)],
        [
            *(read(APP), write(APP), delete(APP), listing(APP), remove_bucket(APP), open_to_all(APP), CONFIG, *CHANGES),
        ],
    ),
    "monitoring": (
        {},
        [INFO, STORAGE, USAGE],
        [
            *(read(APP), write(APP), delete(APP), listing(APP), policy_of(APP), USERS, POLICIES, ENTITIES, CONFIG),
            *CHANGES,
        ],
    ),
}


def test_all_ready_policies_are_tried():
    assert set(READY) == set(ready.load())


@pytest.mark.parametrize("name", READY)
def test_ready_policy_allows_what_it_says_and_nothing_else(root: Client, user: User, name):
    given, allowed, refused = READY[name]
    with root.asking("prepare"):
        # so that each request would be answered
        root.s3.set_bucket_policy(
            LOGS, json.dumps(policy({**allow("s3:GetObject", f"{S3}{LOGS}/*"), "Principal": "*"}))
        )
        root.s3.put_object(APP, "a/new", io.BytesIO(b"x"), 1)
    client = user.having(ready.policy(name, given))
    assert [may(client, do) for do in allowed] == [True] * len(allowed)
    assert [may(client, do) for do in refused] == [False] * len(refused)


def _token(access_key: str, secret_key: str) -> str:
    """Return what a scraper of metrics shows: claims signed by the secret key."""

    def encoded(content: bytes) -> str:
        return base64.urlsafe_b64encode(content).rstrip(b"=").decode()

    claims = {"sub": access_key, "iss": "prometheus", "exp": int(time.time()) + 3600}
    text = f"{encoded(json.dumps({'alg': 'HS512', 'typ': 'JWT'}).encode())}.{encoded(json.dumps(claims).encode())}"
    return f"{text}.{encoded(hmac.new(secret_key.encode(), text.encode(), hashlib.sha512).digest())}"


def _scraped(server: MinioServer, access_key: str, secret_key: str) -> int:
    request = urllib.request.Request(
        f"{server.url}/minio/v2/metrics/node", headers={"Authorization": f"Bearer {_token(access_key, secret_key)}"}
    )
    try:
        with urllib.request.urlopen(
            request, context=ssl.create_default_context(cafile=str(server.ca_path)), timeout=120
        ) as answer:
            assert b"minio_node" in answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_metrics_are_for_monitoring_only(minio_kms: MinioServer, user: User):
    user.having(ready.policy("monitoring", {}))
    assert _scraped(minio_kms, "ready-user", SECRET) == 200
    user.having(ready.policy("read_only_bucket", {"bucket": APP}))
    assert _scraped(minio_kms, "ready-user", SECRET) == 403


def test_auditor_gathers_the_evidence(minio_kms: MinioServer, root: Client, user: User):
    """All but the settings of identity providers, which nobody reads who may not change them."""
    client = user.having(ready.policy("auditor", {}))
    found = cluster.read(client, {"node_urls": None, "keys": []})
    failed = [name for name, part in found.items() if isinstance(part, dict) and "error" in part]
    providers = found["identity_providers"]
    assert failed == [] and {name for name, part in providers.items() if "error" in part} == {"ldap", "openid"}
    assert found["kms"]["default_key"]["decrypts"] is True
    everything = cluster.read(root, {"node_urls": None, "keys": []})
    assert found["identities"]["policies"] == everything["identities"]["policies"]
    assert found["buckets"] == everything["buckets"]


BEHAVIOUR: dict[str, tuple[Document, str, list[Do], list[Do]]] = {
    "resource of every action": (
        policy(allow("*", f"{S3}{APP}/*")),
        "resource_ignored",
        [read(APP), read(OTHER), listing(OTHER), INFO, USERS],
        [],
    ),
    "resource of administration": (
        policy(allow("admin:ServerInfo", f"{S3}{APP}")),
        "resource_ignored",
        [INFO],
        [USERS],
    ),
    "administration by a pattern of S3": (
        policy(allow("*Policy*", f"{S3}*")),
        "administration",
        [write_policy, policy_of(LOGS)],
        [read(APP)],
    ),
    "bucket through objects": (
        policy(allow("s3:*", f"{S3}{APP}/*")),
        "bucket_through_objects",
        [read(APP), listing(APP), open_to_all(APP)],
        [read(OTHER), listing(OTHER)],
    ),
    "objects of a bucket": (
        policy(allow(["s3:GetObject", "s3:ListBucket"], f"{S3}{APP}")),
        "never_matches",
        [listing(APP)],
        [read(APP)],
    ),
    "pattern at the front": (policy(allow("s3:ListBucket", f"{S3}*-logs")), "never_matches", [], [listing(LOGS)]),
    "pattern around": (
        policy(allow("s3:ListBucket", f"{S3}*-logs*")),
        "wide_resource",
        [listing(LOGS)],
        [listing(APP)],
    ),
    "bucket of a folder": (policy(allow("s3:ListBucket", f"{S3}{APP}/a/*")), "never_matches", [], [listing(APP, "a/")]),
    "list of all buckets": (
        policy(allow("s3:ListAllMyBuckets", f"{S3}{APP}")),
        "never_matches",
        [],
        [lambda client: client.s3.list_buckets()],
    ),
    "misspelt variable": (
        policy(allow("s3:GetObject", f"{S3}{APP}/${{aws:user}}/*")),
        "never_matches",
        [],
        [read(APP), read(APP, "ready-user/x")],
    ),
}


@pytest.mark.parametrize("name", BEHAVIOUR)
def test_finding_is_how_the_server_behaves(user: User, name):
    document, finding, allowed, refused = BEHAVIOUR[name]
    assert finding in [one["id"] for one in lint.findings(document, options=lint.Options(flavour="upstream"))]
    client = user.having(document)
    assert [may(client, do) for do in allowed] == [True] * len(allowed)
    assert [may(client, do) for do in refused] == [False] * len(refused)
