#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make private keys on the host that uses them, and install the certificates for them."""

from __future__ import annotations

DOCUMENTATION = r"""
module: tls_keys
short_description: Make private keys and requests on a host, and install their certificates
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - With O(state=requested), makes the private keys that are missing and returns a signing request for every pair whose
    certificate is missing, ends soon, has other names, usages or another issuer than wanted, or is not for its key.
  - With O(state=installed), checks that each certificate is for its key and puts it in place.
  - A private key made here never leaves the host. A key that replaces another waits beside it, with C(.new) behind its name,
    until its certificate is installed with it. A pair that does not fit, as a run leaves that is killed between the two, gets
    another certificate by the next one.
requirements:
  - cryptography >= 38 (on the host)
extends_documentation_fragment:
  - hardening.minio._attributes
  - hardening.minio._directories
attributes:
  check_mode:
    support: full
    details: In check mode no key is made, so that RV(requests[].request) is null.
  diff_mode:
    support: full
    details: Shows the reasons and the directories, never a key.
  idempotent:
    support: full
  platform:
    platforms: posix
options:
  state:
    description: What to do.
    type: str
    choices: [requested, installed]
    required: true
  authority:
    description: Certificate of the issuing CA as PEM. Where given, a certificate signed by another CA is to be replaced.
    type: str
  hold_new_issuers:
    description:
      - Leaves a certificate alone that is signed by another CA than the one to come, and names its pair in RV(held).
      - For as long as there are peers that have not read the new CA yet, and would refuse what it signs.
    type: bool
    default: false
  pairs:
    description: The pairs of this host.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Name of the pair in results and messages.
        type: str
        required: true
      private_key:
        description: Absolute path of the private key.
        type: path
        required: true
      certificate:
        description: Absolute path of the certificate, intermediates behind it.
        type: path
        required: true
      owner:
        description: Owner of both files.
        type: str
        default: root
      group:
        description: Group of both files.
        type: str
        default: root
      key_mode:
        description: Permissions of the private key as octal digits.
        type: str
        default: "0600"
      key_type:
        description: Algorithm and size of a new key.
        type: str
        choices: [ecdsa-p256, ecdsa-p384, rsa-3072, rsa-4096, ed25519]
        default: ecdsa-p256
      common_name:
        description: Common name in the request. Default is the pair's name.
        type: str
      domains:
        description: DNS names.
        type: list
        elements: str
        default: []
      ips:
        description: IP addresses.
        type: list
        elements: str
        default: []
      usages:
        description: Extended key usages.
        type: list
        elements: str
        choices: [server, client]
        default: [server]
      renew_before:
        description: Days left below which a certificate is renewed.
        type: int
        default: 30
      certificate_content:
        description: The certificate to install as PEM. Needed with O(state=installed).
        type: str
      private_key_content:
        description: The private key to install as PEM, for one that was made elsewhere. Otherwise the host's own is used.
        type: str
"""

EXAMPLES = r"""
- name: Make the node's key and ask for its certificate
  hardening.minio.tls_keys:
    state: requested
    pairs:
      - name: default
        private_key: /etc/minio/certs/private.key
        certificate: /etc/minio/certs/public.crt
        owner: minio-user
        group: minio-user
        domains: [minio1.example.net]
        ips: [192.0.2.11]
  register: keys

- name: Make a client's key, and its directory before
  hardening.minio.tls_keys:
    state: requested
    directories:
      - path: /etc/minio/kes
        group: minio-user
        mode: "0750"
    pairs:
      - name: kes-client
        private_key: /etc/minio/kes/client.key
        certificate: /etc/minio/kes/client.crt
        owner: minio-user
        group: minio-user
        usages: [client]
"""

RETURN = r"""
requests:
  description: The pairs that need a certificate.
  type: list
  elements: dict
  returned: O(state=requested)
  contains:
    name:
      description: Name of the pair.
      type: str
    reason:
      description: Why it needs one.
      type: str
    request:
      description: Signing request as PEM, V(null) in check mode.
      type: str
held:
  description: Names of the pairs that were left as they are because their next certificate is signed by another CA.
  type: list
  elements: str
  returned: success
pairs:
  description: What is there when the module ends, by the name of the pair.
  type: dict
  returned: success
  sample: {default: {identity: 3f1c..., not_after: "2027-11-24T02:00:00+00:00"}}
"""

from ansible_collections.hardening.minio.plugins.module_utils import _files
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError
from ansible_collections.hardening.minio.plugins.module_utils._key_pairs import Pair
from ansible_collections.hardening.minio.plugins.module_utils._module import Module

PAIR = {
    "name": {"type": "str", "required": True},
    "private_key": {"type": "path", "required": True},
    "certificate": {"type": "path", "required": True},
    "owner": {"type": "str", "default": "root"},
    "group": {"type": "str", "default": "root"},
    "key_mode": {"type": "str", "default": "0600", "no_log": False},
    "key_type": {
        "type": "str",
        "choices": ["ecdsa-p256", "ecdsa-p384", "rsa-3072", "rsa-4096", "ed25519"],
        "default": "ecdsa-p256",
    },
    "common_name": {"type": "str"},
    "domains": {"type": "list", "elements": "str", "default": []},
    "ips": {"type": "list", "elements": "str", "default": []},
    "usages": {"type": "list", "elements": "str", "choices": ["server", "client"], "default": ["server"]},
    "renew_before": {"type": "int", "default": 30},
    "certificate_content": {"type": "str"},
    "private_key_content": {"type": "str", "no_log": True},
}


def requested(pair: Pair) -> "dict | None":
    """Return the request of a pair that needs a certificate, None for one that does not."""
    reason = pair.reason()
    return {"name": pair.wanted["name"], "reason": reason, "request": pair.request()} if reason else None


def main() -> None:
    """Run the module."""
    module = Module(
        argument_spec={
            "state": {"type": "str", "choices": ["requested", "installed"], "required": True},
            "authority": {"type": "str"},
            "directories": _files.DIRECTORIES,
            "hold_new_issuers": {"type": "bool", "default": False},
            "pairs": {"type": "list", "elements": "dict", "required": True, "options": PAIR},
        },
        supports_check_mode=True,
    )
    authority = (module.params["authority"] or "").encode() or None
    reasons = {"before": "", "after": ""}
    result: dict = {"changed": False, "pairs": {}, "held": []}
    try:
        made = [diff for diff in (_files.directory(module, entry) for entry in module.params["directories"]) if diff]
        result.update(changed=bool(made), diff=[*made, reasons])
        for wanted in module.params["pairs"]:
            wanted["common_name"] = wanted["common_name"] or wanted["name"]
            pair = Pair(wanted, authority, module.check_mode)
            if module.params["hold_new_issuers"] and pair.changes_issuer():
                result["held"].append(wanted["name"])
                result["changed"] |= pair.repair_permissions()
            elif module.params["state"] == "requested":
                request = requested(pair)
                if request:
                    result.setdefault("requests", []).append(request)
                    reasons["before"] += f"{wanted['certificate']}: {request['reason']}\n"
                result["changed"] |= bool(request) | pair.repair_permissions()
            elif wanted["certificate_content"]:
                result["changed"] |= pair.install() | pair.repair_permissions()
                pair = Pair(wanted, authority, module.check_mode)
            result["pairs"][wanted["name"]] = pair.facts()
    except HardeningError as error:
        module.fail_json(msg=str(error))
    if module.params["state"] == "requested":
        result.setdefault("requests", [])
    module.exit_json(**result)


if __name__ == "__main__":
    main()
