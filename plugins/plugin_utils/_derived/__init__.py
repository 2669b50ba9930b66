# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Facts that the controller works out from evidence where an expression cannot: one file per topic."""

from __future__ import annotations

import typing as t

from ...module_utils._errors import HardeningError
from . import across, advisories, clock, firewall, key_management, openid, policies, root_fallback

HOST_TOPICS = {"clock": clock.derive, "firewall": firewall.derive, "key_management": key_management.of_host}
CLUSTER_TOPICS = {
    "advisories": advisories.derive,
    "agreement": across.agreement,
    "shared_keys": across.shared_keys,
    "kes_policies": across.kes_policies,
    "key_management": key_management.of_cluster,
    "openid": openid.derive,
    "policies": policies.derive,
    "root_fallback": root_fallback.derive,
}

PLACES = (policies.FOLDER,)
"""Variables of Ansible's own that tell where what is declared is to be found."""


def derive(topics: t.Mapping[str, t.Callable], document: dict, declared: dict) -> dict:
    """Return the facts of every topic; one that cannot be worked out is {"error": sentence}."""
    facts = {}
    for name, function in topics.items():
        try:
            facts[name] = function(document, declared)
        except HardeningError as error:
            facts[name] = {"error": str(error)}
    return facts
