# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that lets a CA sign nothing but what was ordered."""

from __future__ import annotations

DOCUMENTATION = r"""
name: ordered_requests
short_description: Refuse signing requests that ask for something else than was ordered
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns the requests that M(hardening.minio.tls_keys) made, once each asks for exactly the names, usages and key of its pair.
  - A CA signs what a request says. One from a host that somebody else has taken over could name another host or a CA.
requirements:
  - cryptography, on the controller
positional: _input, pairs
options:
  _input:
    description: Requests, as in RV(hardening.minio.tls_keys#module:requests).
    type: list
    elements: dict
    required: true
  pairs:
    description: The pairs that they were made for, as in O(hardening.minio.tls_keys#module:pairs).
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Sign the certificates on the controller
  community.crypto.x509_certificate_pipe:
    provider: ownca
    csr_content: "{{ item.request }}"
    ownca_path: ca.crt
    ownca_privatekey_path: ca.key
  loop: "{{ keys.requests | hardening.minio.ordered_requests(pairs) }}"
  delegate_to: localhost
"""

RETURN = r"""
_value:
  description: The requests as they were given.
  type: list
  elements: dict
"""

from ansible.errors import AnsibleFilterError


def ordered_requests(requests: list, pairs: list) -> list:
    """Return the requests; raises AnsibleFilterError with one sentence about the first that was not ordered."""
    # not at the top: to find one filter, every worker of ansible-core loads all filters of the collection
    from ansible_collections.hardening.minio.plugins.module_utils import _signing_requests
    from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError

    ordered = {pair["name"]: _signing_requests.with_defaults(pair) for pair in pairs}
    for request in requests:
        if request["name"] not in ordered:
            raise AnsibleFilterError(f"a signing request for {request['name']} was not ordered")
        # in check mode none is made
        if request["request"] is not None:
            try:
                _signing_requests.check(str(request["request"]).encode(), ordered[request["name"]])
            except HardeningError as error:
                raise AnsibleFilterError(str(error)) from error
    return requests


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"ordered_requests": ordered_requests}
