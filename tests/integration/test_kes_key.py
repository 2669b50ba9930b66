# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""kes_key and kes_info against real KES servers that keep their keys in a real OpenBao."""

from __future__ import annotations

import typing as t

import pytest

from tests.integration.module import run
from tests.integration.servers.authority import Authority
from tests.integration.servers.kes import KesServer
from tests.integration.servers.openbao import OpenBao
from tests.integration.servers.process import ServerProcess, free_port

Start = t.Callable[..., KesServer]


@pytest.fixture(scope="module")
def server(start_kes: Start, openbao: OpenBao) -> KesServer:
    """Return a KES server configured as role minio_kes would."""
    return start_kes(vault=openbao.settings)


def options(*servers: KesServer, client: KesServer | None = None, **more: t.Any) -> dict[str, t.Any]:
    pair = (client or servers[0]).client
    return {
        "endpoints": [one.url for one in servers],
        "client_cert": str(pair.certificate),
        "client_key": str(pair.key),
        "ca_path": str(servers[0].ca_path),
        **more,
    }


def error(module: str, params: dict[str, t.Any], check: bool = False) -> str:
    result = run(module, params, check=check)
    assert result.get("failed") and "Traceback" not in result["_raw"], result
    assert "PRIVATE KEY" not in result["_raw"]
    return str(result["msg"])


def test_a_key_is_created_once(server: KesServer, openbao: OpenBao):
    wanted = options(server, names=["test-one", "test-two"])
    foreseen = run("kes_key", wanted, check=True, diff=True)
    assert foreseen["changed"] and foreseen["created"] == ["test-one", "test-two"]
    assert foreseen["diff"] == {"before": "", "after": "test-one\ntest-two\n"}
    assert keys(server, "test-one", "test-two") == {"test-one": False, "test-two": False}
    done = run("kes_key", wanted, diff=True)
    assert (done["changed"], done["created"], done["diff"]) == (True, foreseen["created"], foreseen["diff"])
    assert keys(server, "test-one", "test-two") == {"test-one": True, "test-two": True}
    assert "test-two" in openbao.bao("kv", "list", "kv/kes").split()
    again = run("kes_key", wanted, diff=True)
    assert not again["changed"] and again["created"] == []
    assert not run("kes_key", wanted, check=True)["changed"]
    assert "plaintext" not in done["_raw"] + again["_raw"]


def keys(server: KesServer, *names: str) -> dict[str, bool]:
    return run("kes_info", options(server, names=names))["servers"][0]["keys"]


def test_first_key_of_an_empty_store(start_kes: Start, openbao: OpenBao):
    empty = start_kes(vault={**openbao.settings, "engine": "kv1", "version": "v1"})
    assert run("kes_key", options(empty, names=["test-first"]))["created"] == ["test-first"]
    assert not run("kes_key", options(empty, names=["test-first"]))["changed"]


def test_keys_are_sealed_by_transit(start_kes: Start, openbao: OpenBao):
    sealed = start_kes(vault={**openbao.settings, "transit": {"key": "kes"}})
    assert run("kes_key", options(sealed, names=["test-transit"]))["created"] == ["test-transit"]
    assert "vault:v1:" in openbao.bao("kv", "get", "-field=test-transit", "kv/kes/test-transit")


def test_a_used_key_is_never_created_again(start_kes: Start, server: KesServer, openbao: OpenBao):
    """KES that looks elsewhere knows no key: a new one of the same name would decrypt nothing."""
    run("kes_key", options(server, names=["test-used"]))
    elsewhere = start_kes(vault={**openbao.settings, "engine": "kv1", "version": "v1"})
    for check in (True, False):
        message = error("kes_key", options(elsewhere, names=["test-used"], existing=["test-used"]), check)
        assert elsewhere.url in message and "test-used" in message and "another place" in message
    assert "test-used" not in openbao.bao("list", "kv1/kes")
    assert not run("kes_key", options(server, names=["test-used"], existing=["test-used"]))["changed"]


def test_every_server_is_proven_and_each_that_fails_is_named(start_kes: Start, server: KesServer, openbao: OpenBao):
    run("kes_key", options(server, names=["test-everywhere"]))
    policy = {"policy": server.config["policy"]}
    elsewhere = start_kes(settings=policy, vault={**openbao.settings, "engine": "kv1", "version": "v1"})
    params = options(server, elsewhere, names=["test-everywhere"])
    params["endpoints"].append(f"https://127.0.0.1:{free_port()}")
    message = error("kes_key", params)
    assert f"{elsewhere.url} refuses" in message and "in the same place" in message
    assert "does not answer" in message and server.url not in message


def test_what_the_policy_does_not_allow(server: KesServer):
    message = error("kes_key", options(server, names=["other-key"]))
    assert "403" in message and "policy" in message and "other-key" in message


def test_a_stranger_gets_nothing(server: KesServer, kes: KesServer):
    message = error("kes_key", options(server, client=kes, names=["test-one"]))
    assert "403" in message
    told = run("kes_info", options(server, client=kes))["servers"][0]
    assert told["reachable"] and told["keystore_reachable"] is None and "403" in told["error"]


def test_another_ca_is_not_trusted(server: KesServer, tmp_path):
    other = Authority(tmp_path, "another CA")
    params = options(server, names=["test-one"], ca_path=str(other.certificate))
    assert "not to be trusted" in error("kes_key", params)
    told = run("kes_info", {**params})["servers"][0]
    assert not told["reachable"] and "not to be trusted" in told["error"]


def test_files_that_are_no_pair(server: KesServer, tmp_path):
    nothing = tmp_path / "nothing"
    assert str(nothing) in error("kes_key", options(server, names=["test-one"], client_key=str(nothing)))
    nothing.write_text("-----BEGIN PRIVATE KEY-----\nplanted\n-----END PRIVATE KEY-----\n")
    assert str(nothing) in error("kes_info", options(server, client_key=str(nothing)))


def test_plain_http_is_refused(server: KesServer):
    params = options(server, names=["test-one"])
    params["endpoints"] = [f"http://127.0.0.1:{server.port}"]
    assert "https://" in error("kes_key", params)


def test_before_there_is_a_server_check_mode_says_so(server: KesServer):
    params = options(server, names=["test-one"])
    params["endpoints"] = [f"https://127.0.0.1:{free_port()}"]
    foreseen = run("kes_key", params, check=True)
    assert foreseen["changed"] and foreseen["created"] == ["test-one"]
    assert "does not answer" in foreseen["_raw"]
    assert "does not answer" in error("kes_key", params)


def test_info_tells_state_and_keys(server: KesServer):
    run("kes_key", options(server, names=["test-told"]))
    gone = f"https://127.0.0.1:{free_port()}"
    params = options(server, names=["test-told", "test-untold"])
    params["endpoints"].append(gone)
    result = run("kes_info", params, check=True)
    assert not result["changed"]
    here, nowhere = result["servers"]
    assert here["reachable"] and here["error"] is None and here["version"]
    assert here["keystore_reachable"] is True and here["keystore_latency_ms"] >= 0 and here["uptime"] >= 0
    assert here["keys"] == {"test-told": True, "test-untold": False}
    assert nowhere["endpoint"] == gone and not nowhere["reachable"] and "does not answer" in nowhere["error"]


def test_a_sealed_openbao(start_kes: Start, start_openbao: t.Callable[..., OpenBao]):
    """An outage: what was cached goes on working, all else names where the reason stands."""
    own = start_openbao()
    server = start_kes(vault=own.settings)
    run("kes_key", options(server, names=["test-cached"]))
    own.seal()
    ServerProcess.wait(lambda: run("kes_info", options(server))["servers"][0]["keystore_reachable"] is False, 30)
    message = error("kes_key", options(server, names=["test-cached", "test-new"]))
    assert server.url in message and ("502" in message or "504" in message) and "key management system" in message
    own.unseal()
    ServerProcess.wait(lambda: not run("kes_key", options(server, names=["test-new"])).get("failed"), 30)
    own.close()
