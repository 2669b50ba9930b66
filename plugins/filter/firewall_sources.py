# SPDX-FileCopyrightText: hardening.minio contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter that checks and merges the sources that may reach a port."""

from __future__ import annotations

DOCUMENTATION = r"""
name: firewall_sources
short_description: Check and merge the sources of a firewall rule
version_added: 1.0.0
author: hardening.minio contributors (@hardening-minio)
description:
  - Returns the networks in their shortest form, IPv4 and IPv6 apart, neighbours merged. A typo is an error that names the variable.
  - A host within a network, such as V(192.0.2.5/24), is an error as well, because either of the two may be meant; so everybody is
    let in by V(0.0.0.0/0) or V(::/0) only, never by a wrong digit behind the slash. So is IPv4 written as IPv6, which matches nothing.
positional: _input, variable
options:
  _input:
    description: Addresses and networks.
    type: list
    elements: str
    required: true
  variable:
    description: Name of the variable, for errors.
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Show the merged sources
  ansible.builtin.debug:
    msg: "{{ ['192.0.2.0/25', '192.0.2.128/25'] | hardening.minio.firewall_sources('minio_firewall_api_sources') }}"
"""

RETURN = r"""
_value:
  description: The networks.
  type: list
  elements: str
"""

import typing as t

from ansible.errors import AnsibleFilterError
from ansible_collections.hardening.minio.plugins.plugin_utils._libraries import library


def _network(source: object, variable: str) -> t.Any:
    netaddr = library("netaddr")
    try:
        network = netaddr.IPNetwork(str(source))
    except (netaddr.AddrFormatError, ValueError) as error:
        raise AnsibleFilterError(
            f"{variable} holds {source!r}: give an address or network such as 192.0.2.0/24 or 2001:db8::/64"
        ) from error
    if network.ip != network.network:
        raise AnsibleFilterError(
            f"{variable} holds {source!r}, which is a host within {network.cidr}: write that, or the host alone"
        )
    if network.version == 6 and network.ip.is_ipv4_mapped():
        raise AnsibleFilterError(
            f"{variable} holds {source!r}, which is IPv4 written as IPv6 and would match nothing: write it as IPv4"
        )
    return network


def firewall_sources(sources: list, variable: str) -> list:
    """Return the merged networks as text; raises AnsibleFilterError for what is none."""
    return [
        str(network) for network in library("netaddr").cidr_merge([_network(source, variable) for source in sources])
    ]


class FilterModule:
    """The filters of this file, by name."""

    def filters(self):
        return {"firewall_sources": firewall_sources}
