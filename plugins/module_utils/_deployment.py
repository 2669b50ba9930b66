# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Describe the MinIO deployment of a host: what runs, or what a start of the declared unit would run."""

from __future__ import annotations

import grp
import os
import pwd
import re
import socket
import typing as t

from . import _command_line, _environment_files, _process, _sockets, _systemd, _volumes
from ._errors import InputError

Facts = t.Dict[str, t.Any]
MARK = "# Written by hardening.minio"
UNIT = re.compile(r"/([^/]+)\.service")


def server_processes() -> t.List[int]:
    """Return the processes that run "<binary> server ..." with a MinIO option or a MINIO_* variable."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        words = _process.arguments(int(name))
        if len(words) > 1 and words[1] == "server" and re.search(r"(minio|silo)[^/]*$", words[0]):
            found.append(int(name))
    return sorted(found)


def unit_of(pid: int) -> t.Optional[str]:
    """Return the systemd unit a process belongs to, without its ending."""
    with open(f"/proc/{pid}/cgroup", encoding="utf-8") as stream:
        found = UNIT.findall(stream.read())
    return found[-1] if found else None


def _interface(address: t.Optional[str]) -> str:
    return (address or "").rpartition(":")[0]


def _port(address: t.Optional[str]) -> t.Optional[int]:
    digits = (address or "").rpartition(":")[2]
    return int(digits) if digits.isdigit() else None


def _account(properties: t.Dict[str, str], pid: int, declared: Facts) -> Facts:
    if pid:
        status = os.stat(f"/proc/{pid}")
        user, group = pwd.getpwuid(status.st_uid).pw_name, grp.getgrgid(status.st_gid).gr_name
    else:
        user = properties.get("User") or declared["user"]
        group = properties.get("Group") or declared["group"]
    try:
        home = pwd.getpwnam(user).pw_dir
    except KeyError:
        home = "/"
    return {"user": user, "group": group, "home": home}


def drives(volumes: t.Iterable[str]) -> t.List[Facts]:
    """Return, for every path that the volumes name, whether it is there and whether it lies on the root file system."""
    paths: t.Dict[str, None] = {}
    for volume in volumes:
        for one in _volumes.expand(volume):
            paths[re.sub(r"^https?://[^/]+", "", one).rstrip("/") or "/"] = None
    root = os.stat("/").st_dev
    return [
        {"path": path, "exists": os.path.isdir(path), "on_root": os.path.isdir(path) and os.stat(path).st_dev == root}
        for path in paths
    ]


def _loaded_cas(pid: int, directory: str) -> t.List[str]:
    """Return the names of the files of CAs that a process has read: the server reads them at its start only."""
    folder, since = os.path.join(directory, "CAs"), _process.started(pid)
    if not os.path.isdir(folder):
        return []
    return sorted(entry.name for entry in os.scandir(folder) if entry.is_file() and entry.stat().st_ctime <= since)


def _is_own(path: str) -> bool:
    """Tell whether a unit file is one that the collection wrote."""
    if not os.path.isfile(path):
        return False
    with open(path, encoding="utf-8", errors="replace") as stream:
        return MARK in stream.read()


def describe(declared: Facts) -> Facts:
    """Return the deployment; declared (unit, user, group, certs_dir, volumes, binary, ports) fills in what nothing tells yet."""
    running = server_processes()
    units = {pid: unit_of(pid) for pid in running}
    candidates = [pid for pid in running if len(running) == 1 or units[pid] == declared["unit"]]
    if running and not candidates:
        raise InputError(
            f"several MinIO servers run here ({', '.join(str(units[pid]) for pid in running)}) and minio_service "
            f"{declared['unit']!r} is none of them: name one"
        )
    pid = candidates[0] if candidates else 0
    if pid and units[pid] is None:
        raise InputError(f"the MinIO server with process id {pid} was not started by systemd: give it a unit first")
    unit = units[pid] if pid else declared["unit"]
    return _describe(str(unit), pid, declared)


def _describe(unit: str, pid: int, declared: Facts) -> Facts:
    properties = _systemd.show(unit)
    environment = _systemd.would_be_environment(properties)
    arguments = _process.arguments(pid) if pid else _systemd.would_be_command(properties, environment)
    account = _account(properties, pid, declared)
    known = bool(arguments)
    volumes = _command_line.volumes(arguments)
    given = _process.environment(pid) if pid else environment
    # as the server reads it: its own file wins over what it was given
    variables = _environment_files.read_over(given or {})
    certs_dir = _command_line.certs_dir(arguments, account["home"])
    api = _command_line.told(arguments, variables, "address")
    console = _command_line.told(arguments, variables, "console-address")
    return {
        "running": bool(pid),
        "installed": properties.get("LoadState") == "loaded",
        "unit": unit,
        **account,
        "binary": os.path.realpath(arguments[0]) if known else declared["binary"],
        "certs_dir": certs_dir if pid or _command_line.option(arguments, "certs-dir") else declared["certs_dir"],
        "volumes": volumes,
        "nodes": [
            {"scheme": scheme, "host": host, "port": port}
            for scheme, host, port in _volumes.endpoints(volumes or declared["volumes"].split())
        ],
        "drives": drives(declared["volumes"].split() or volumes),
        "api_interface": _interface(api),
        "api_port": _port(api) or (9000 if pid else declared["api_port"]),
        "console_interface": _interface(console),
        "console_port": _port(console),
        "options": [word for word in arguments[2:] if word not in volumes] if known else [],
        "loaded_cas": _loaded_cas(pid, certs_dir) if pid else [],
        "tls": any(volume.startswith("https://") for volume in volumes),
        "config_env_file": (given or {}).get(_environment_files.CONFIG_FILE),
        "kms_key": variables.get("MINIO_KMS_KES_KEY_NAME"),
        "kms_names": sorted(name for name in variables if name.startswith("MINIO_KMS_")),
        "static_kms": any(name.startswith("MINIO_KMS_SECRET_KEY") for name in variables),
        "unit_files": [
            path for path in [properties.get("FragmentPath", ""), *properties.get("DropInPaths", "").split()] if path
        ],
        "own_unit": _is_own(properties.get("FragmentPath", "")),
        "architecture": os.uname().machine,
        "addresses": _sockets.addresses(),
        "hostname": socket.gethostname(),
        "controller": _sockets.controller(),
    }
