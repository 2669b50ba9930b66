# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many names of hosts in few words."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.plugin_utils._report.hosts import fold


@pytest.mark.parametrize(
    ("names", "folded"),
    [
        ([], []),
        (["minio1"], ["minio1"]),
        (["minio2", "minio1"], ["minio1", "minio2"]),
        (["minio3", "minio1", "minio2"], ["minio{1...3}"]),
        (["minio1", "minio2", "minio3", "minio5", "kes1"], ["kes1", "minio{1...3}", "minio5"]),
        ([f"n{number}.example.net" for number in range(1, 101)], ["n{1...100}.example.net"]),
        (["n08", "n09", "n10"], ["n{08...10}"]),
        (["n9", "n10", "n011"], ["n9", "n10", "n011"]),
        (["a1", "a2", "b3"], ["a1", "a2", "b3"]),
        (["192.0.2.1", "192.0.2.2", "192.0.2.3"], ["192.0.2.{1...3}"]),
        (["x", "y", "z"], ["x", "y", "z"]),
    ],
)
def test_fold(names, folded):
    assert fold(names) == folded
