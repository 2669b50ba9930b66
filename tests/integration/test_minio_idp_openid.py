# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""minio_idp_openid against a real server, which asks a real discovery document before it stores anything."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._minio.client import ApiError, Client

from tests.integration.api import Api
from tests.integration.servers.authority import Authority
from tests.integration.servers.minio import MinioServer
from tests.integration.servers.openid import OpenIDProvider

SECRET = "planted-0123456789-abcdefghijklmnop"
OTHER_SECRET = "planted-other-9876543210-zyxwvutsr"
Provider = t.Dict[str, t.Any]


@pytest.fixture(scope="module")
def provider(authority: Authority) -> t.Iterator[OpenIDProvider]:
    """Return an OpenID provider."""
    server = OpenIDProvider(authority)
    yield server
    server.close()


@pytest.fixture(scope="module")
def server(start_minio: t.Callable[..., MinioServer], provider: OpenIDProvider) -> MinioServer:
    """Return a MinIO server of this file alone, which is restarted again and again."""
    return start_minio()


@pytest.fixture
def api(server: MinioServer) -> Api:
    return Api("minio_idp_openid", server)


@pytest.fixture
def staff(provider: OpenIDProvider) -> Provider:
    return {
        "name": "staff",
        "config_url": provider.config_url,
        "client_id": "minio staff",
        "client_secret": SECRET,
        "role_policy": "readonly",
        "scopes": ["openid", "email"],
    }


def client(server: MinioServer) -> Client:
    return Client({**server.auth, "validate_certs": True, "timeout": 30})


def loaded_settings(server: MinioServer) -> str:
    """Return the configuration that the process has loaded, as the server writes it, secrets included."""
    return str(client(server).admin("GET", "config", "read the configuration", encrypted=True))


def test_a_provider_from_its_creation_to_its_end(api: Api, server: MinioServer, staff: Provider):
    foreseen = api.ok(check=True, providers=[staff])
    assert foreseen["changed"] and foreseen["restart_required"]
    assert [*foreseen["pending"].values()] == [["provider staff would change"]]
    done = api.settles(providers=[staff])
    assert done["created"] == ["staff"]
    assert done["diff"]["after"]["staff"] == {
        "config_url": staff["config_url"],
        "client_id": "minio staff",
        "client_secret": "(set, not shown)",
        "role_policy": "readonly",
        "scopes": "openid,email",
    }
    # what a run that was killed here left is seen by the next one: it changes nothing, and asks for the restart
    again = api.ok(providers=[staff])
    assert not again["changed"] and again["restart_required"] and again["roles"] == {}
    assert [*again["pending"].values()] == [["provider staff is stored and not loaded"]]
    server.restart()
    after = api.ok(providers=[staff])
    assert not after["changed"] and not after["restart_required"] and after["pending"] == {}
    assert after["roles"]["staff"].startswith("arn:minio:iam:::role/")
    assert SECRET in loaded_settings(server)

    less = {key: value for key, value in staff.items() if key != "scopes"}
    done = api.settles(providers=[{**less, "display_name": "Staff of the house"}])
    assert done["updated"] == ["staff"] and "client_secret" not in done["diff"]["after"]["staff"]
    assert [*done["pending"].values()] == [["provider staff is loaded with another display_name, scopes"]]
    server.restart()
    assert 'display_name="Staff of the house"' in loaded_settings(server)
    assert SECRET in loaded_settings(server), "a change that leaves the secret open keeps it"

    done = api.settles(providers=[{"name": "staff", "state": "absent"}])
    assert done["removed"] == ["staff"]
    assert [*done["pending"].values()] == [["provider staff is removed and still loaded"]]
    server.restart()
    assert not api.ok(providers=[])["restart_required"]
    assert SECRET not in loaded_settings(server)


def test_one_that_no_process_has_loaded_can_be_changed_and_removed(api: Api, staff: Provider):
    api.ok(providers=[staff])
    assert api.settles(providers=[{**staff, "role_policy": "writeonly"}])["updated"] == ["staff"]
    assert api.settles(providers=[], exclusive=True)["removed"] == ["staff"]
    assert not api.ok(providers=[])["restart_required"]


def test_several_of_which_one_has_no_name(api: Api, server: MinioServer, staff: Provider):
    unnamed = {
        **{key: value for key, value in staff.items() if key not in ("name", "role_policy")},
        "client_id": "minio",
        "claim_name": "groups",
        "claim_prefix": "minio_",
    }
    assert api.settles(providers=[staff, unnamed])["created"] == ["staff", "_"]
    server.restart()
    assert not api.ok(providers=[staff, unnamed])["restart_required"]
    assert api.settles(providers=[staff], exclusive=True)["removed"] == ["_"]
    server.restart()
    assert not api.ok(providers=[staff], exclusive=True)["restart_required"]
    api.ok(providers=[], exclusive=True)
    server.restart()


def test_a_secret_is_changed_only_on_request(api: Api, server: MinioServer, staff: Provider):
    api.ok(providers=[staff])
    server.restart()
    other = [{**staff, "client_secret": OTHER_SECRET}]
    assert not api.ok(providers=other)["changed"]
    done = api.settles(providers=other, update_secret="always")
    assert done["diff"]["after"]["staff"]["client_secret"] == "(set, not shown)"
    assert [*done["pending"].values()] == [["provider staff is loaded with another client_secret"]]
    assert api.ok(providers=other)["restart_required"], "also for who does not ask for the secret"
    server.restart()
    assert OTHER_SECRET in loaded_settings(server)
    assert not api.ok(providers=other, update_secret="always")["changed"]
    # without the history of settings, what is loaded tells it
    client(server).admin("DELETE", "clear-config-history-kv", "clear the history", {"restoreId": "all"})
    assert not api.ok(providers=other, update_secret="always")["changed"]
    assert api.ok(providers=[staff], update_secret="always", check=True)["changed"]
    api.ok(providers=[], exclusive=True)
    server.restart()


def test_what_the_environment_overrides_is_told(api: Api, server: MinioServer, staff: Provider):
    api.ok(providers=[staff])
    server.restart({"MINIO_IDENTITY_OPENID_DISPLAY_NAME_staff": "planted-name"})
    done = api.ok(providers=[staff])
    assert done["overridden"] == [
        {"variable": "MINIO_IDENTITY_OPENID_DISPLAY_NAME_staff", "provider": "staff", "key": "display_name"}
    ]
    assert not done["changed"] and not done["restart_required"]
    server.restart({})
    assert api.ok(providers=[], exclusive=True)["overridden"] == []
    server.restart()


def test_another_hand_is_seen_and_taken_back(api: Api, server: MinioServer, staff: Provider):
    api.ok(providers=[staff])
    server.restart()
    stranger = b'role_policy="consoleAdmin" enable="off"'
    client(server).admin("POST", "idp-config/openid/staff", "change it", body=stranger, encrypted=True)
    done = api.settles(providers=[staff])
    assert done["diff"]["before"]["staff"]["role_policy"] == "consoleAdmin"
    assert done["diff"]["before"]["staff"]["enable"] == "off"
    assert not done["restart_required"], "what is loaded is what is stored again"
    api.ok(providers=[], exclusive=True)
    server.restart()


def test_a_provider_that_does_not_answer_is_not_stored(api: Api, staff: Provider):
    message = api.error(providers=[{**staff, "config_url": "https://127.0.0.1:1/.well-known/openid-configuration"}])
    assert "cannot write openid provider staff" in message and "refused" in message
    assert not api.ok(providers=[])["restart_required"]


def test_a_provider_that_does_not_come_back_is_removed_by_root(
    api: Api, server: MinioServer, staff: Provider, authority: Authority
):
    gone = OpenIDProvider(authority)
    api.ok(providers=[{**staff, "config_url": gone.config_url}])
    server.restart()
    Api("minio_user", server).ok(users=[{"name": "o-alice", "secret_key": "planted-secret-of-alice"}])
    alice = client(server).working_as("o-alice", "planted-secret-of-alice")
    alice.admin("GET", "accountinfo", "ask as alice")
    gone.close()
    server.restart(waiting=False)
    assert not server.is_ready()
    with pytest.raises(ApiError, match="XMinioIAMNotInitialized"):
        alice.admin("GET", "accountinfo", "ask as alice")
    done = api.ok(providers=[], exclusive=True)
    assert done["removed"] == ["staff"] and done["restart_required"]
    server.restart()
    alice.admin("GET", "accountinfo", "ask as alice")
    assert not api.ok(providers=[])["restart_required"]


def test_a_policy_that_is_to_come(api: Api, staff: Provider):
    staff = {**staff, "role_policy": "readonly, to-come"}
    assert "providers give to-come by role_policy" in api.error(providers=[staff], check=True)
    assert api.ok(providers=[staff], declared_policies=["to-come"], check=True)["created"] == ["staff"]


WRONG: dict[str, tuple[Provider, str]] = {
    "unknown_policy": ({"role_policy": "readonly,nowhere"}, "providers give nowhere by role_policy, which is neither"),
    "no_secret": ({"client_secret": None}, "does not exist and has no client_secret: give one"),
    "http": ({"config_url": "http://id.example.net/.well-known/openid-configuration"}, "has to begin with https://"),
    "no_document": ({"config_url": "https://id.example.net/"}, "has to end in /.well-known/openid-configuration"),
    "both": ({"claim_name": "policy"}, "give only one"),
    "neither": ({"role_policy": None}, "neither role_policy nor claim_name is set"),
    "short_secret": ({"client_secret": "planted-short"}, "client_secret has 13 bytes"),
    "two_lines": ({"display_name": "a\nb"}, "has more than one line"),
    "splits": ({"display_name": "a scopes=b"}, "display_name contains the name of a setting"),
    "secret_that_splits": ({"client_secret": SECRET + " scopes=b"}, "client_secret contains the name of a setting"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_changes_nothing(api: Api, staff: Provider, name: str):
    different, told = WRONG[name]
    message = api.error(providers=[{**staff, **different}])
    assert told in message
    assert api.ok(providers=[])["pending"] == {}
