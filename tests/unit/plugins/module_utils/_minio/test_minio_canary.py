# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names and sizes of canaries."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._minio import canary

DEPLOYMENT = "1c71af76-72d9-44c1-93ba-1520100d9993"


@pytest.mark.parametrize(
    ("length", "expected"),
    [(0, 0x726FDB47DD0E0E31), (1, 0x74F839C593DC67FD), (8, 0x93F5F5799A932462), (15, 0xA129CA6149BE45E5)],
)
def test_siphash_gives_the_vectors_of_its_authors(length, expected):
    assert canary.siphash(bytes(range(16)), bytes(range(length))) == expected


@pytest.mark.parametrize("sets", [[1], [2], [16], [4, 4], [3, 8]])
def test_every_set_gets_an_object(sets):
    names = canary.names("run-64k", sets, DEPLOYMENT)
    assert len(names) == len(set(names))
    for count in sets:
        covered = [canary.erasure_sets(name, count, DEPLOYMENT) for name in names]
        assert {today for today, _before in covered} == set(range(count))
        assert {before for _today, before in covered} == set(range(count))


def test_names_cannot_be_compressed():
    assert all(name.endswith(".gz") for name in canary.names("run", [4], DEPLOYMENT))


@pytest.mark.parametrize("drives", [4, 8, 16])
def test_large_object_does_not_fit_into_xl_meta_whatever_the_parity(drives):
    small, large = canary.sizes([drives])
    assert small == 65536 and large / drives > canary.INLINE and large >= 1 << 20
