# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""A module that does not write its arguments to the journal of the host."""

from __future__ import annotations

import typing as t

from ansible.module_utils.basic import AnsibleModule


class Module(AnsibleModule):
    """For modules with secrets in lists and dictionaries.

    Ansible logs the arguments of every call. Of those in lists and dictionaries it takes secrets out by their text, as Python
    shows it: a line break, a quote or a backslash looks different there, and the secret stays.
    """

    def log(self, msg: str, log_args: t.Optional[t.Mapping[str, t.Any]] = None) -> None:
        """Log a message; of a call only the names of its options."""
        super().log(msg if log_args is None else f"Invoked with {', '.join(sorted(log_args))}")
