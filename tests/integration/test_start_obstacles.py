# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real MinIO is asked whether it takes a command line, and starts nothing."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._restart import obstacles

from tests.lab import binaries


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["server", "/data"], None),
        (["server", "--address", ":9443", "--sftp=address=:8022", "-S", "/etc/minio/certs", "/data"], None),
        (["--quiet", "server", "https://minio{1...4}:9000/data"], None),
        (["server", "--no-such-option=30s", "/data"], "flag provided but not defined: -no-such-option"),
        (["server", "/data", "--no-such-option"], "flag provided but not defined: -no-such-option"),
        (["server", "--idle-timeout=soon", "/data"], 'invalid value "soon" for flag -idle-timeout: parse error'),
    ],
)
def test_it_says_what_it_does_not_take(words, said):
    program = str(binaries.path("minio"))
    wanted = said and f"{program} does not take its command line ({said}): correct minio_server_options"
    assert obstacles.usage_obstacle([program, *words]) == wanted
