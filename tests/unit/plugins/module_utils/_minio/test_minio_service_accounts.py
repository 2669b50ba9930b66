# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Times of service accounts."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._errors import InputError
from ansible_collections.hardening.minio.plugins.module_utils._minio.service_accounts import timestamp


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-03-31T00:00:00Z", "2027-03-31T00:00:00Z"),
        ("2027-03-31T02:00:00+02:00", "2027-03-31T00:00:00Z"),
        ("2027-03-31T00:00:00.123456789Z", "2027-03-31T00:00:00Z"),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("", None),
        (None, None),
    ],
)
def test_times_become_seconds_in_utc(text, expected):
    assert timestamp(text) == expected


@pytest.mark.parametrize("text", ["tomorrow", "2027-13-01T00:00:00Z", "2027-03-31T00:00:00", "2027-03-31"])
def test_what_is_no_time(text):
    with pytest.raises(InputError, match=r"2027|tomorrow"):
        timestamp(text)
