# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Look for secrets where none may be: on command lines, in journals and in files."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import typing as t

from .lab import Lab

# collects every command line that is seen on a machine until its standard input ends
SAMPLER = """
import glob, json, select, sys
seen = set()
print("ready", flush=True)
while not select.select([0], [], [], float(sys.argv[1]))[0]:
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(path, "rb") as stream:
                seen.add(stream.read().decode(errors="replace"))
        except OSError:
            pass
print(json.dumps(sorted(seen)))
"""
# names the files that changed since the machine started and hold one of the secrets, and the journal if it does;
# comes with the secrets over standard input, so that the search itself leaves no trace
SEARCH = """
import json, os, subprocess
secrets = [secret.encode() for secret in json.loads({secrets!r})]
found, started = set(), os.stat("/proc/1").st_ctime
for root in ("/", "/run", "/tmp", "/dev/shm"):
    device = os.stat(root).st_dev
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if os.lstat(os.path.join(folder, name)).st_dev == device]
        for path in (os.path.join(folder, name) for name in files):
            if os.path.isfile(path) and not os.path.islink(path) and os.stat(path).st_ctime > started:
                with open(path, "rb") as stream:
                    content = stream.read()
                found |= {{path for secret in secrets if secret in content}}
journal = subprocess.run(["journalctl", "--no-pager", "--output=json", "--all"], capture_output=True, check=True).stdout
found |= {{"the journal" for secret in secrets if secret in journal}}
print(json.dumps(sorted(found)))
"""


def search(lab: Lab, host: str, secrets: t.Collection[str]) -> list[str]:
    """Return where a host holds one of the secrets."""
    return json.loads(lab.on(host, "python3 -", SEARCH.format(secrets=json.dumps(list(secrets)))))


class CommandLines:
    """All command lines seen while the context lasts, on the hosts and on the controller."""

    def __init__(self, lab: Lab, hosts: t.Collection[str]) -> None:
        self.lab, self.hosts = lab, hosts
        self.seen: dict[str, list[str]] = {}

    def __enter__(self) -> CommandLines:
        self._processes = {"controller": self._start([sys.executable, "-c", SAMPLER, "0.1"])}
        for host in self.hosts:
            self._processes[host] = self._start(self.lab.command(host, f"python3 -c {shlex.quote(SAMPLER)} 0.02"))
        return self

    def __exit__(self, *_problem: t.Any) -> None:
        for host, process in self._processes.items():
            output, _nothing = process.communicate("\n")
            self.seen[host] = json.loads(output)

    @staticmethod
    def _start(command: list[str]) -> subprocess.Popen[str]:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process
