# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module writes to the journal."""

from __future__ import annotations

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.hardening.minio.plugins.module_utils._module import Module


def test_arguments_are_not_logged(monkeypatch):
    logged = []
    monkeypatch.setattr(AnsibleModule, "log", lambda _self, *words: logged.append(words))
    module = object.__new__(Module)
    module.params = {"users": [{"name": "alice", "secret_key": "it's\\planted"}], "state": "present"}
    module.argument_spec, module.aliases, module.no_log_values = {}, {}, {"it's\\planted"}
    module._log_invocation()
    module.log("something else")
    assert logged == [("Invoked with state, users",), ("something else",)]
