# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change without notice.

"""The options that the modules for identity providers share."""

from __future__ import annotations


class ModuleDocFragment:
    """Option sets "update_secret" and "node_urls" of module_utils/_minio/arguments.py."""

    DOCUMENTATION = r"""
options:
  update_secret:
    description:
      - With V(on_create) the secret of a provider that exists is left alone.
      - With V(always) it is set where it is not the one that the server has.
    type: str
    choices: [on_create, always]
    default: on_create
  node_urls:
    description:
      - Address of every node by its name, at which it is asked what it has loaded.
      - Default is what the cluster itself calls its nodes.
    type: dict
notes:
  - A server loads the settings of identity providers at its start only. RV(pending) tells from what is stored and what each node has
    loaded which nodes have to be restarted, also where an earlier task wrote the settings.
  - Before it stores settings, the server asks the provider. A provider that does not answer when a node starts keeps that node out of
    service until it answers; only root is let in meanwhile.
  - The server hides secrets that are stored. Whether one is the given one is told by the history of settings and, where that was cleared,
    by what the server has loaded.
  - Needs the rights C(admin:ConfigUpdate), C(admin:ServerInfo) and C(admin:OBDInfo).
"""
