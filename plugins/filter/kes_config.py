# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that writes KES's configuration from the settings of a key management system."""

from __future__ import annotations

DOCUMENTATION = r"""
name: kes_config
short_description: Write KES's configuration
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Checks the settings of a key management system strictly, because KES ignores keys that it does not know, and returns what
    belongs on a KES host. Secrets stand in C(environment) only; C(configuration) refers to them by name.
positional: _input, backend
options:
  _input:
    description: Settings of the key management system, such as O(hardening.minio.minio_kes#role:main:minio_kes_vault).
    type: dict
    required: true
  backend:
    description: Name of the key management system.
    type: str
    required: true
  address:
    description: Address that KES listens on.
    type: str
    default: 0.0.0.0:7373
  prefix:
    description: Prefix of the keys that the MinIO nodes may use.
    type: str
    default: minio-
  keys:
    description: Keys that are to exist; each must begin with the prefix.
    type: list
    elements: str
    default: []
  identities:
    description: Identities of the MinIO nodes. Without them nothing is rendered, the settings are checked only.
    type: list
    elements: str
    default: []
  hmac_key:
    description: Key from which the nodes may derive a root credential, by the call C(hmac). Without it no key may.
    type: str
  cache:
    description: Expiry of cached keys, with the keys C(any), C(unused) and C(offline), as durations; all three are needed.
    type: dict
    default: {any: 5m0s, unused: 1m0s, offline: 1h0m0s}
  directory:
    description: Directory of KES's files on its host, with its certificate in C(certs) below it.
    type: path
    default: /etc/kes
"""

EXAMPLES = r"""
- name: Check the settings of Vault
  ansible.builtin.set_fact:
    kes: "{{ minio_kes_vault | hardening.minio.kes_config('vault') }}"
  no_log: true
"""

RETURN = r"""
_value:
  description:
    - The keys C(configuration) (config.yml as a dictionary, none without identities), C(block) (its section keystore), C(keystore)
      (KES's name for the key management system), C(place) (what of C(block) decides where the keys are), C(environment) (secrets
      and what KES trusts) and C(files).
  type: dict
"""

import typing as t

from ansible.errors import AnsibleFilterError

CACHE = {"any": "5m0s", "unused": "1m0s", "offline": "1h0m0s"}


def _decrypted(value: t.Any) -> t.Any:
    """Return settings as plain types: a value that stands encrypted in the inventory is no str to every ansible-core."""
    if isinstance(value, dict):
        return {key: _decrypted(one) for key, one in value.items()}
    return str(value) if hasattr(value, "__ENCRYPTED__") else value


def kes_config(
    settings: dict,
    backend: str,
    address: str = "0.0.0.0:7373",
    prefix: str = "minio-",
    keys: list | None = None,
    identities: list | None = None,
    hmac_key: str | None = None,
    cache: dict | None = None,
    directory: str = "/etc/kes",
) -> dict:
    """Return configuration, environment and files; raises AnsibleFilterError with one sentence for the operator."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
    from ansible_collections.hardening.minio.plugins.module_utils._kes import place
    from ansible_collections.hardening.minio.plugins.plugin_utils._kes import config

    wanted: config.Wanted = {
        "address": address,
        "directory": directory,
        "prefix": prefix,
        "identities": identities or [],
        "hmac_key": hmac_key,
        "cache": CACHE if cache is None else cache,
    }
    settings = _decrypted(settings)
    try:
        chosen = config.backend(backend)
        chosen.check(settings)
        config.check_keys(prefix, [*(keys or []), *([hmac_key] if hmac_key else [])], chosen.UNDERSCORES)
        config.check_cache(wanted["cache"])
        block = chosen.keystore(settings, config.backend_directory(directory))
        return {
            "configuration": config.configuration(backend, settings, wanted) if identities else None,
            "block": block,
            "keystore": chosen.KIND,
            "place": place.of(block),
            "environment": chosen.environment(settings, config.backend_directory(directory)),
            "files": chosen.files(settings, config.backend_directory(directory)),
        }
    except HardeningError as error:
        raise AnsibleFilterError(str(error)) from error


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"kes_config": kes_config}
