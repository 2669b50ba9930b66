# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the page on key management says to type at Vault or OpenBao prepares one for KES, and takes a credential away again."""

from __future__ import annotations

import shlex
import typing as t

import pytest

from tests import pages
from tests.integration.servers.kes import KesServer
from tests.integration.servers.openbao import OpenBao

PAGE = pages.TREE / "docs" / "key-management.md"
POLICY = str(pages.TREE / "docs" / "policies" / "vault.hcl")


def documented(beginning: str) -> list[list[str]]:
    """Return the commands of the page that begin with some words, as words without the program's name."""
    found = [shlex.split(text)[1:] for text in pages.commands(PAGE) if text.startswith(f"bao {beginning}")]
    assert found, beginning
    return [[POLICY if word == "vault.hcl" else word for word in words] for words in found]


@pytest.fixture
def openbao(start_openbao: t.Callable[[], OpenBao]) -> OpenBao:
    """Return a server on which nothing is prepared for KES."""
    server = start_openbao()
    server.bao("secrets", "disable", "kv")
    server.bao("auth", "disable", "approle")
    server.bao("policy", "delete", "kes")
    return server


def test_the_commands_prepare_a_server(openbao: OpenBao, start_kes: t.Callable[..., KesServer]):
    for words in documented("secrets") + documented("auth enable") + documented("policy"):
        openbao.bao(*words)
    openbao.bao(*documented("write auth/approle/role/kes ")[0])
    openbao.role_id = openbao.bao(*documented("read")[0])
    openbao.secret_id = openbao.bao(*documented("write -field=secret_id")[0])
    kes = start_kes(vault=openbao.settings)
    assert kes.ask("POST", "/v1/key/create/test-documented")[0] == 200
    kes.close()
    # and a credential is taken away by its accessor
    before = openbao.bao(*documented("list")[0]).splitlines()[2:]
    openbao.bao(*documented("write -field=secret_id")[0])
    [destroy] = documented("write auth/approle/role/kes/secret-id-accessor")
    assert len(openbao.bao(*documented("list")[0]).splitlines()[2:]) == len(before) + 1
    openbao.bao(*(word.replace("...", before[0]) for word in destroy))
    left = openbao.bao(*documented("list")[0]).splitlines()[2:]
    assert before[0] not in left and len(left) == len(before)
