# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which collectors a host has work for."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._evidence import collectors
from ansible_collections.hardening.minio.plugins.module_utils._evidence.context import Context

OF_MINIO = {"minio", "tls", "kes_client"}


@pytest.mark.parametrize(
    ("servers", "params", "wanted"),
    [
        ({}, {}, {"host"}),
        ({"minio_pid": 7}, {}, {"host", "firewall", *OF_MINIO}),
        ({"kes_pid": 7}, {}, {"host", "firewall", "kes"}),
        ({"minio_pid": 7, "kes_pid": 8}, {}, {"host", "firewall", "kes", *OF_MINIO}),
        # a server that is not clear is told about, not left out
        ({"unclear": {"minio": "2 minio servers run here"}}, {}, {"host", "firewall", *OF_MINIO}),
        ({"unclear": {"kes": "2 kes servers run here"}}, {}, {"host", "firewall", "kes"}),
        (
            {"minio_pid": 7},
            {"canaries": [{}], "scan_iam": True},
            {"host", "firewall", "canary", "stored_iam", *OF_MINIO},
        ),
        ({"minio_pid": 7}, {"canaries": [], "scan_iam": False}, {"host", "firewall", *OF_MINIO}),
    ],
)
def test_those_that_may_find_something(servers, params, wanted):
    found = collectors.chosen(Context(params=params, **servers))
    assert set(found) == wanted
    # later ones build on earlier ones
    assert list(found) == [key for key in collectors.KEYS if key in wanted]
