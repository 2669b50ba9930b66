# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_cluster_info against real servers."""

from __future__ import annotations

import http.server
import json
import threading
import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import Client
from ansible_collections.hardening.minio.plugins.plugin_utils._derived import policies

from tests.integration.api import Api
from tests.integration.conftest import Start
from tests.integration.module import run
from tests.integration.servers.authority import Authority
from tests.integration.servers.kes import KesServer
from tests.integration.servers.minio import MinioServer
from tests.integration.servers.openid import OpenIDProvider
from tests.integration.servers.slapd import Slapd
from tests.lab.ldap import entries


@pytest.fixture(scope="module")
def server(start_minio: Start) -> MinioServer:
    return start_minio()


def admin_of(server: MinioServer) -> Client:
    return Client({**server.auth, "validate_certs": True, "timeout": 10})


def read(server: MinioServer, **params: t.Any) -> dict[str, t.Any]:
    result = Api("minio_cluster_info", server).ok(**params)
    assert result["asked"] is True and not result["changed"]
    return result["cluster"]


def test_without_credentials_nothing_is_asked(server: MinioServer):
    result = run("minio_cluster_info", {"url": server.url})
    assert result["asked"] is False and result["cluster"] is None
    assert run("minio_cluster_info", {})["asked"] is False


@pytest.mark.parametrize("params", [{"secret_key": "planted-wrong"}, {"url": "https://127.0.0.1:1"}, {"ca_path": None}])
def test_cluster_that_cannot_be_asked_is_an_error_in_the_evidence(server: MinioServer, params):
    assert list(read(server, **params)) == ["error"]


def test_fresh_server(server: MinioServer):
    cluster = read(server)
    assert [(node["state"], node["drives"]) for node in cluster["nodes"]] == [("online", {"total": 4, "ok": 4})]
    identities = cluster["identities"]
    assert (
        identities["groups_with_policy"] == [] == identities["users_without_policy"] == identities["root_access_keys"]
    )
    assert "consoleAdmin" in identities["built_in_policies"]
    assert cluster["identity_providers"]["ldap"]["configured"] is False
    assert cluster["identity_providers"]["openid"]["configured"] is False
    assert cluster["kms"]["configured"] is False and cluster["kms"]["default_key"]["exists"] is False
    assert cluster["kms"]["nodes"][0]["online"] is False
    assert cluster["audit"] == {"targets": []}


def test_identities_and_their_rights(server: MinioServer):
    Api("minio_user", server).ok(
        users=[
            {"name": "alice", "secret_key": "planted-1-secret"},
            {"name": "bob", "secret_key": "planted-1-secret", "enabled": False},
            {"name": "carol", "secret_key": "planted-1-secret"},
            {"name": "dora", "secret_key": "planted-1-secret"},
        ]
    )
    Api("minio_group", server).ok(
        groups=[{"name": "staff", "members": ["alice"]}, {"name": "off", "members": ["dora"]}]
    )
    careless = {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::app/*"}]}
    Api("minio_policy", server).ok(policies=[{"name": "careless", "policy": careless}])
    Api("minio_policy_attachment", server).ok(
        attachments=[{"group": "staff", "policies": ["readwrite"]}, {"group": "off", "policies": ["careless"]}]
    )
    Api("minio_group", server).ok(groups=[{"name": "off", "enabled": False}])
    Api("minio_service_account", server).ok(
        service_accounts=[
            {"access_key": "of-alice", "parent": "alice", "secret_key": "planted-2-secret"},
            {"access_key": "of-root", "parent": server.access_key, "secret_key": "planted-2-secret"},
        ]
    )
    admin = admin_of(server)
    admin.s3.make_bucket("public-one")
    everybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::public-one/*"}
    admin.s3.set_bucket_policy("public-one", json.dumps({"Version": "2012-10-17", "Statement": [everybody]}))
    admin.s3.make_bucket("locked-one", object_lock=True)

    cluster = read(server)
    identities = cluster["identities"]
    assert identities["groups_with_policy"] == ["group:staff"]
    # bob is disabled, dora's group is
    assert identities["users_without_policy"] == ["carol", "dora"]
    assert identities["root_access_keys"] == [
        {"access_key": "of-root", "parent": server.access_key, "expiration": None}
    ]
    assert {key["access_key"]: key["parent"] for key in identities["service_accounts"]} == {
        "of-alice": "alice",
        "of-root": server.access_key,
    }
    buckets = {bucket["name"]: (bucket["open"], bucket["object_lock"]) for bucket in cluster["buckets"]}
    assert buckets == {"public-one": (True, False), "locked-one": (False, True)}

    derived = policies.derive({"cluster": cluster}, {})
    assert [group["name"] for group in derived["unlimited_groups"]] == ["staff"]
    assert [user["name"] for user in derived["unlimited_users"]] == ["alice"]
    assert derived["public_buckets"] == ["public-one"]
    assert {one["policy"] for one in derived["careless"]} == {"policy careless", "bucket public-one"}


def test_root_s_keys_are_seen_by_another_administrator(server: MinioServer):
    """The name of root is not known to others: whoever is no user is root."""
    Api("minio_user", server).ok(users=[{"name": "olga", "secret_key": "planted-3-secret"}])
    Api("minio_policy_attachment", server).ok(attachments=[{"user": "olga", "policies": ["consoleAdmin"]}])
    own = {"access_key": "olga", "secret_key": "planted-3-secret"}
    assert [key["access_key"] for key in read(server, **own)["identities"]["root_access_keys"]] == ["of-root"]


def test_administrator_without_all_rights_gets_the_other_parts(server: MinioServer):
    limited = {"Statement": [{"Effect": "Allow", "Action": "admin:ServerInfo"}]}
    Api("minio_policy", server).ok(policies=[{"name": "limited", "policy": limited}])
    Api("minio_user", server).ok(users=[{"name": "lena", "secret_key": "planted-4-secret"}])
    Api("minio_policy_attachment", server).ok(attachments=[{"user": "lena", "policies": ["limited"]}])
    cluster = read(server, access_key="lena", secret_key="planted-4-secret")
    assert cluster["nodes"][0]["state"] == "online"
    assert "AccessDenied" in cluster["identities"]["error"]


def test_audit_target(server: MinioServer):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()

        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        do_HEAD = do_GET

        def log_message(self, *_args: object) -> None:
            pass

    listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    endpoint = f"http://127.0.0.1:{listener.server_address[1]}"
    line = f'audit_webhook:siem endpoint="{endpoint}" auth_token="planted-token"'
    admin_of(server).admin("PUT", "set-config-kv", "configure", body=line.encode(), encrypted=True)
    assert read(server)["audit"]["targets"] == [{"name": "audit-siem", "online": True}]
    listener.shutdown()
    listener.server_close()


def test_kms_and_openid(server: MinioServer, kes: KesServer, authority: Authority):
    provider = OpenIDProvider(authority)
    identity = {
        "MINIO_IDENTITY_OPENID_CONFIG_URL": provider.config_url,
        "MINIO_IDENTITY_OPENID_CLIENT_ID": "app",
        "MINIO_IDENTITY_OPENID_CLIENT_SECRET": "planted-openid",
        "MINIO_IDENTITY_OPENID_ROLE_POLICY": "readonly",
    }
    server.restart({**kes.minio_environment, **identity})
    Api("minio_bucket_encryption", server).ok(buckets=[{"name": "locked-one", "key": "test-info"}])
    cluster = read(server, node_urls={"one": server.url, "gone": "https://127.0.0.1:1"}, keys=["test-nowhere"])
    kms = cluster["kms"]
    assert kms["default_key"] == {
        "name": "test-default",
        "exists": True,
        "encrypts": True,
        "decrypts": True,
        "error": None,
    }
    assert {node["node"]: node["online"] for node in kms["nodes"]} == {"one": True, "gone": None}
    assert {key["name"]: key["exists"] for key in kms["keys"]} == {"test-info": True, "test-nowhere": False}
    assert kms["missing_bucket_keys"] == []
    openid = cluster["identity_providers"]["openid"]
    assert openid["configured"] is True and openid["https"] is True
    assert openid["providers"][0]["settings"]["client_id"] == "app"
    assert openid["providers"][0]["strong_secret"] is None, "a node tells of what the environment gives"
    assert [node["loaded"] for node in openid["nodes"]] == [True, None]
    assert "openid:_" in cluster["identities"]["groups_with_policy"]

    kes.stop()
    try:
        kms = read(server)["kms"]
        assert kms["nodes"][0]["online"] is False and kms["default_key"]["encrypts"] is False
        assert kms["default_key"]["exists"] is None and kms["missing_bucket_keys"] == ["test-info"]
    finally:
        kes.start()
        provider.close()


def test_ldap(start_minio: Start, slapd: Slapd):
    ldap = {f"MINIO_IDENTITY_LDAP_{key.upper()}": value for key, value in slapd.settings.items()}
    ldap["MINIO_IDENTITY_LDAP_SERVER_ADDR"] = slapd.address
    server = start_minio(environment=ldap)
    cluster = read(server)
    found = cluster["identity_providers"]["ldap"]
    assert found["configured"] is True and found["enabled"] is True and found["verified"] is True
    assert found["settings"]["lookup_bind_dn"] == entries.LOOKUP
    assert [node["loaded"] for node in found["nodes"]] == [True]
    assert list(found["logins"]) == ["error"] and "minio_idp_ldap_probe" in found["logins"]["error"]
    assert cluster["identities"]["ldap"] == {"users": [], "groups": []}
    # users and groups of its own the server refuses now
    message = Api("minio_user", server).error(users=[{"name": "alice", "secret_key": "planted-5-secret"}])
    assert "LDAP" in message
    alice = {"username": "alice", "password": entries.USER_PASSWORD}
    login = read(server, ldap_probe=alice)["identity_providers"]["ldap"]["logins"][0]
    assert login["proven"] is False and "expecting a policy to be set" in login["error"]

    staff, jane = "cn=staff,ou=groups,dc=example,dc=net", r"cn=Doe\, Jane,ou=people,dc=example,dc=net"
    attachments = [{"group": staff, "policies": ["readonly"]}, {"user": jane, "policies": ["readonly"]}]
    Api("minio_ldap_policy_attachment", server).ok(attachments=attachments)
    cluster = read(server, ldap_probe=alice)
    login = cluster["identity_providers"]["ldap"]["logins"][0]
    assert (login["proven"], login["policies"], login["error"]) == (True, ["readonly"], None)
    identities = cluster["identities"]
    assert identities["groups_with_policy"] == [f"ldap:{staff}"]
    # those of the directory are no users of the server's own, and need no policy there
    assert identities["users"] == [] == identities["users_without_policy"]
    others = {**alice, "policies": ["readwrite"]}
    assert read(server, ldap_probe=others)["identity_providers"]["ldap"]["logins"][0]["proven"] is False
    wrong = {**alice, "password": "planted-wrong"}
    login = read(server, ldap_probe=wrong)["identity_providers"]["ldap"]["logins"][0]
    assert login["proven"] is False and "LDAP auth failed" in login["error"]

    server.restart({**ldap, "MINIO_IDENTITY_LDAP_TLS_SKIP_VERIFY": "on"})
    assert read(server)["identity_providers"]["ldap"]["verified"] is False
    server.close()
