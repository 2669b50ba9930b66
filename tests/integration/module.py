# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a module of the collection as Ansible would: a process of its own that reads JSON and answers JSON."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import typing as t

from ansible_collections.hardening.minio.plugins.plugin_utils import _certificates

from tests import collection, returned
from tests.integration.servers.names import resolving


def run(
    module: str,
    params: dict[str, t.Any] | None = None,
    check: bool = False,
    diff: bool = False,
    environment: dict[str, str] | None = None,
    timeout: float = 120,
    hosts: pathlib.Path | None = None,
) -> dict[str, t.Any]:
    """Run *module* ("minio_policy") and return its result.

    A failed module's result has failed=True and msg. The key "_raw" holds all that the process wrote, standard error
    included, to search for secrets. A process that answers no JSON is an AssertionError, and so is a result that is not
    as the module documents it.
    The environment is a clean one: preset SSL_CERT_FILE and the like change what is trusted. *hosts* takes the place of
    /etc/hosts for it.
    """
    arguments = {
        **(params or {}),
        "_ansible_check_mode": check,
        "_ansible_diff": diff,
        "_ansible_no_log": False,
        "_ansible_syslog_facility": "LOG_USER",
        "_ansible_module_name": f"hardening.minio.{module}",
        "_ansible_version": "2.16",
    }
    # the working directory is / so that nothing of the checkout but the collection can be imported
    command: list[str | pathlib.Path] = [
        sys.executable, "-m", f"ansible_collections.hardening.minio.plugins.modules.{module}",
    ]  # fmt: skip
    process = subprocess.run(
        resolving(hosts, command) if hosts else command,
        input=json.dumps({"ANSIBLE_MODULE_ARGS": arguments}),
        capture_output=True,
        check=False,
        text=True,
        cwd="/",
        timeout=timeout,
        env={
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(collection.path()),
            **(environment or {}),
        },
    )
    try:
        result = json.loads(process.stdout)
    except ValueError:
        raise AssertionError(f"{module} answered no JSON: {process.stdout!r}\n{process.stderr}") from None
    assert isinstance(result, dict)
    if "evidence" in result:
        # what the action plugin of minio_node_info does on the controller
        result["evidence"] = _certificates.described(result["evidence"])
    if "der" in result:
        # and what that of tls_probe_info does
        result = _certificates.shown(result)
    if not result.get("failed"):
        problems = returned.problems(module, result)
        assert not problems, "\n".join(problems)
    # the parameters come back under "invocation", with those that are no_log already hidden
    result["_raw"] = process.stdout + process.stderr
    return result
