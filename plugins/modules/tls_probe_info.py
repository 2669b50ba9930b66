#!/usr/bin/python
# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tell what a TLS listener serves."""

from __future__ import annotations

DOCUMENTATION = r"""
module: tls_probe_info
short_description: Tell what a TLS listener serves
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Connects to a listener as a client does and tells which versions of TLS it takes, which certificate it shows, whether that is to be
    trusted and for the name, and whether plain HTTP is served as well. MinIO, KES, targets of logs and identity providers are asked alike.
  - Tells what is seen from the host that the module runs on, which may be a node or, with C(delegate_to), the controller.
  - A listener that does not answer is not a failure but a fact, RV(reachable).
  - Sends no credential and shows no certificate of its own. Versions before TLS 1.3 are offered by hand, as the TLS library of the host
    may refuse to offer them.
  - The certificate is read on the controller, so that the host needs no library for it.
extends_documentation_fragment:
  - hardening.minio._attributes
attributes:
  check_mode:
    support: full
    details: Changes nothing in any mode.
  diff_mode:
    support: N/A
    details: Changes nothing.
  idempotent:
    support: N/A
    details: Changes nothing.
  platform:
    platforms: posix
options:
  host:
    description: Name or address to connect to.
    type: str
    required: true
  port:
    description: Port to connect to.
    type: int
    default: 9000
  server_name:
    description:
      - Name that is asked for (SNI) and that the certificate has to be for. An address is not asked for, and has to be in the certificate.
      - Default is O(host).
    type: str
  ca_path:
    description:
      - Files with the CA certificates, or directories of them, that the chain may end at. No others count then.
      - Default is the trust store of the host that the module runs on.
    type: list
    elements: path
  timeout:
    description: Seconds to wait for each answer.
    type: float
    default: 5
seealso:
  - module: hardening.minio.minio_node_info
"""

EXAMPLES = r"""
- name: Look at the S3 port of every node from the controller
  hardening.minio.tls_probe_info:
    host: "{{ ansible_host | default(inventory_hostname) }}"
    ca_path: ["{{ inventory_dir }}/minio-ca/ca.crt"]
  delegate_to: localhost
  become: false
  register: s3

- name: Fail where a client would
  ansible.builtin.assert:
    that: s3.trusted and s3.matches_name and not s3.plaintext

- name: Look at KES as a node sees it
  hardening.minio.tls_probe_info:
    host: kes1.example.net
    port: 7373
    ca_path: [/etc/minio/certs/CAs]

- name: Look at what a client gets who asks a node for a domain
  hardening.minio.tls_probe_info:
    host: 192.0.2.11
    server_name: s3.example.net
"""

RETURN = r"""
reachable:
  description: Whether the listener takes connections from the host.
  type: bool
  returned: success
server_name:
  description: The name asked for and looked for.
  type: str
  returned: success
  sample: minio1.example.net
tls:
  description: Whether it speaks TLS, V(null) if it does not answer.
  type: bool
  returned: success
plaintext:
  description:
    - Whether it serves plain HTTP, V(null) if it does not answer that.
    - On a port that speaks TLS, the answer 400 counts as a refusal, which is what servers give in various words.
  type: bool
  returned: success
versions:
  description: Versions of TLS that it takes - V(TLSv1), V(TLSv1.1), V(TLSv1.2), and V(TLSv1.3) if the host knows it.
  type: list
  elements: str
  returned: success
  sample: [TLSv1.2, TLSv1.3]
trusted:
  description: >-
    Whether valid certificates lead to a CA in O(ca_path) or, without that, in the trust store of the host. A certificate that is in
    O(ca_path) itself is trusted as well. V(null) if it shows none.
  type: bool
  returned: success
matches_name:
  description: Whether the certificate is for RV(server_name), V(null) as for RV(certificate).
  type: bool
  returned: success
error:
  description: >-
    Why it is not known whether it speaks TLS, or why one that does shows no certificate, such as to a client without one of its own, or
    shows one that cannot be read. V(null) if all is known.
  type: str
  returned: success
certificate:
  description: The certificate it shows, V(null) if it shows none or one that cannot be read.
  type: dict
  returned: success
  contains:
    subject:
      description: Subject, as RFC 4514 writes it.
      type: str
    issuer:
      description: Issuer, as RFC 4514 writes it.
      type: str
    domains:
      description: DNS names.
      type: list
      elements: str
    ips:
      description: IP addresses.
      type: list
      elements: str
    not_before:
      description: Start of its validity in UTC, as ISO 8601 writes it.
      type: str
    not_after:
      description: End of its validity in UTC, as ISO 8601 writes it.
      type: str
    valid_now:
      description: Whether the controller's time is between them.
      type: bool
    days_left:
      description: Whole days until the end, negative after it.
      type: int
    validity_days:
      description: Whole days from start to end.
      type: int
    key:
      description: Its key.
      type: dict
      contains:
        algorithm:
          description: V(ecdsa), V(rsa), V(ed25519) or the name of a rare one.
          type: str
        bits:
          description: Size in bits, V(null) for a rare one.
          type: int
    signature_hash:
      description: Hash that is signed, V(ed25519) if there is none, V(unknown) for a rare one.
      type: str
    usages:
      description: >-
        Extended key usages, V(server), V(client) or the number of another one. V(null) if it is not limited to any.
      type: list
      elements: str
    ca:
      description: Whether it may sign others.
      type: bool
    fingerprint:
      description: SHA-256 sum of its public key, 64 hexadecimal digits. KES calls it the identity.
      type: str
    sha256:
      description: SHA-256 sum of the certificate, 64 hexadecimal digits.
      type: str
"""

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils import _tls_answers
from ansible_collections.hardening.minio.plugins.module_utils._errors import HardeningError


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "host": {"type": "str", "required": True},
            "port": {"type": "int", "default": 9000},
            "server_name": {"type": "str"},
            "ca_path": {"type": "list", "elements": "path"},
            "timeout": {"type": "float", "default": 5},
        },
        supports_check_mode=True,
    )
    params = module.params
    try:
        _tls_answers.check(params)
    except HardeningError as error:
        module.fail_json(msg=str(error))
    name = params["server_name"] or params["host"]
    facts = _tls_answers.describe((params["host"], params["port"]), name, params["ca_path"], params["timeout"])
    module.exit_json(changed=False, server_name=name, **facts)


if __name__ == "__main__":
    main()
