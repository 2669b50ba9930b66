# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Podman as the lab uses it: storage, networks and run state of its own, on cgroup v2 whatever the machine has.

On a machine with the hybrid cgroup layout, podman runs in one private mount namespace in which cgroup2 is mounted
over /sys/fs/cgroup; a sleeping process keeps it open.
"""

from __future__ import annotations

import os
import pathlib
import subprocess
import tempfile

from . import cache

RUN = pathlib.Path("/run/hardening.minio-lab")
STORAGE = pathlib.Path("/var/lib/hardening.minio-lab")
KEEPER = RUN / "namespace.pid"
CONTAINERS_CONF = """\
[containers]
default_ulimits = ["nofile=10000:10000", "nproc=20000:20000"]
log_driver = "k8s-file"
pids_limit = 0
base_hosts_file = "none"
[engine]
events_logger = "file"
"""
OPEN_NAMESPACE = (
    "mount --make-rprivate / && umount -R /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup && echo ready && "
    "exec sleep infinity"
)


def _has_cgroup_v2() -> bool:
    kind = subprocess.run(["stat", "-fc", "%T", "/sys/fs/cgroup"], check=True, capture_output=True, text=True)
    return kind.stdout.strip() == "cgroup2fs"


def _keeper() -> int | None:
    """Return the process that keeps the namespace open, if it still lives."""
    try:
        pid = int(KEEPER.read_text())
        command = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return pid if command.startswith(b"sleep\0infinity") else None


def _open_namespace() -> int:
    process = subprocess.Popen(
        ["unshare", "--mount", "sh", "-c", OPEN_NAMESPACE],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )
    assert process.stdout is not None
    if process.stdout.readline().strip() != "ready":
        raise SystemExit("the lab could not mount cgroup2 in a namespace of its own: it has to run as root")
    KEEPER.write_text(str(process.pid))
    return process.pid


def _prefix() -> list[str]:
    if _has_cgroup_v2():
        return []
    with cache.alone(RUN / "namespace.lock"):
        return ["nsenter", "--mount", "--target", str(_keeper() or _open_namespace())]


def _configuration() -> pathlib.Path:
    """Write podman's configuration, in one step: another lab may be reading it."""
    path = RUN / "containers.conf"
    with tempfile.NamedTemporaryFile("w", dir=RUN, delete=False) as stream:
        stream.write(CONTAINERS_CONF)
    pathlib.Path(stream.name).rename(path)
    return path


def podman(*arguments: str, check: bool = True, **options) -> subprocess.CompletedProcess:
    """Run podman in the lab's own world and return the finished process, with its output as text."""
    RUN.mkdir(mode=0o700, parents=True, exist_ok=True)
    STORAGE.mkdir(mode=0o700, parents=True, exist_ok=True)
    command = [
        *_prefix(),
        "podman",
        f"--root={STORAGE}/storage",
        f"--runroot={RUN}/containers",
        f"--tmpdir={RUN}/tmp",
        f"--network-config-dir={STORAGE}/networks",
        "--cgroup-manager=cgroupfs",
        *arguments,
    ]
    environment = {**os.environ, "CONTAINERS_CONF": str(_configuration())}
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, **options)
    if check and finished.returncode:
        raise SystemExit(f"podman {' '.join(arguments[:2])} failed: {finished.stderr.strip()}")
    return finished


def close_namespace() -> None:
    """End the process that keeps the namespace open, if there is one."""
    pid = _keeper()
    if pid:
        os.kill(pid, 15)
    KEEPER.unlink(missing_ok=True)
