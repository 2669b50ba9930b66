# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Libraries of the controller, there and missing."""

from __future__ import annotations

import json

import pytest
from ansible.errors import AnsibleError
from ansible_collections.hardening.minio.plugins.plugin_utils._libraries import library


def test_library_that_is_there():
    assert library("json") is json


def test_missing_library_is_named_with_the_way_to_get_it():
    with pytest.raises(AnsibleError, match="pip install no_such_library"):
        library("no_such_library")
