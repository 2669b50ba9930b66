# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a module of the collection as Ansible would: a process of its own that reads JSON and answers JSON."""

from __future__ import annotations

import json
import multiprocessing
import os
import pathlib
import runpy
import subprocess
import sys
import tempfile
import typing as t

from ansible_collections.hardening.minio.plugins.module_utils._minio import client as _loaded_before_the_fork  # noqa: F401
from ansible_collections.hardening.minio.plugins.plugin_utils import _certificates

from tests import collection, returned
from tests.integration.servers.names import resolving

FORK = multiprocessing.get_context("fork")
MODULES = "ansible_collections.hardening.minio.plugins.modules"
Finished = subprocess.CompletedProcess[str]


def _become(module: str, streams: t.Sequence[t.BinaryIO], environment: dict[str, str]) -> None:
    """Be that module in this process, which reads the first of the streams and writes to the others."""
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")
    os.environ.clear()
    os.environ.update(environment)
    os.chdir("/")
    sys.argv = [module]
    runpy.run_module(f"{MODULES}.{module}", run_name="__main__")


def _forked(module: str, arguments: str, environment: dict[str, str], timeout: float) -> Finished:
    """Run it in a fork of this process, which has loaded already what modules share: most of their time goes there."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        given.write(arguments.encode())
        given.seek(0)
        process = FORK.Process(target=_become, args=(module, (given, stdout, stderr), environment))
        process.start()
        process.join(timeout)
        if process.is_alive():
            process.kill()
            raise AssertionError(f"{module} took more than {timeout} seconds")
        for stream in (stdout, stderr):
            stream.seek(0)
        return Finished(module, process.exitcode or 0, stdout.read().decode(), stderr.read().decode())


def _with_hosts(
    hosts: pathlib.Path, module: str, arguments: str, environment: dict[str, str], timeout: float
) -> Finished:
    """Run it as a program for which *hosts* takes the place of /etc/hosts."""
    return subprocess.run(
        resolving(hosts, [sys.executable, "-m", f"{MODULES}.{module}"]),
        input=arguments,
        capture_output=True,
        check=False,
        text=True,
        # so that nothing of the checkout but the collection can be imported
        cwd="/",
        timeout=timeout,
        env=environment,
    )


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
    arguments = json.dumps(
        {
            "ANSIBLE_MODULE_ARGS": {
                **(params or {}),
                "_ansible_check_mode": check,
                "_ansible_diff": diff,
                "_ansible_no_log": False,
                "_ansible_syslog_facility": "LOG_USER",
                "_ansible_module_name": f"hardening.minio.{module}",
                "_ansible_version": "2.16",
            }
        }
    )
    clean = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(collection.path()),
        **(environment or {}),
    }
    if hosts:
        finished = _with_hosts(hosts, module, arguments, clean, timeout)
    else:
        finished = _forked(module, arguments, clean, timeout)
    try:
        result = json.loads(finished.stdout)
    except ValueError:
        raise AssertionError(f"{module} answered no JSON: {finished.stdout!r}\n{finished.stderr}") from None
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
    result["_raw"] = finished.stdout + finished.stderr
    return result
