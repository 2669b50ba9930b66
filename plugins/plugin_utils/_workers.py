# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What every worker of Ansible needs, loaded in the process that they are forked from.

Each task of each host is a process of its own, in which the first filter that a template uses loads the files of all, and
the first test those of all tests.
"""

from __future__ import annotations

from ansible.plugins.loader import filter_loader, test_loader


def load_filters_and_tests() -> None:
    """Load those of ansible-core; to be called where an action plugin is imported, which Ansible does before it forks."""
    filter_loader.get("ansible.builtin.bool")
    test_loader.get("ansible.builtin.version")
