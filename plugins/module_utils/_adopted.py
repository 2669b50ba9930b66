# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What a deployment that somebody else made must keep, and what stands in the way of adding to it."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import pwd
import re
import stat
import struct
import typing as t
from urllib.parse import urlsplit

from . import (
    _command_line,
    _environment_files,
    _identity,
    _packet_filter,
    _process,
    _sockets,
    _systemd,
    _volumes,
)
from ._evidence import environment as effective
from ._evidence import kes_config, sandbox
from ._kes import place
from ._restart import plan

Facts = t.Dict[str, t.Any]
Variables = t.Dict[str, str]
OWN_FRAGMENTS = "/etc/minio/env.d/"
CREDENTIALS = (("MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD"), ("MINIO_ACCESS_KEY", "MINIO_SECRET_KEY"))
OWN_OPTIONS = ("--certs-dir", "-S", "--address", "--console-address")
"""Command line options that the collection sets itself; each has a value."""
NAMES_FILES = re.compile(r"(?:_?MINIO_|SSL_CERT_)(?!\w*(?:QUEUE|LOG)_DIR)\w*(?:FILE|PATH|DIR|CERT|KEY|AUTHORITY)")
"""Names of variables with which the server is told of files that it reads."""
NO_SHELLS = ("/usr/sbin/nologin", "/sbin/nologin", "/bin/false", "/usr/bin/false")
FIRST_PERSON = 1000
"""User ids below are accounts of services."""


def credential(variables: Variables, wanted: t.Optional[str]) -> Facts:
    """Return whether there is a root credential, and whether the wanted one is another; None where none is wanted.

    wanted: SHA-256 of name and secret with a space between them. As a digest, because what is passed as a secret is cut
    out of everything that the module returns, and root's name may well be part of a path.
    """
    found = _environment_files.read_over(variables)
    have = next(
        (f"{found[user]} {found[key]}" for user, key in CREDENTIALS if found.get(user) and found.get(key)), None
    )
    if have is None:
        return {"present": False, "changes": None}
    digest = hashlib.sha256(have.encode("utf-8", "surrogateescape")).hexdigest()
    return {"present": True, "changes": digest != wanted if wanted else None}


def other_options(words: t.Iterable[str]) -> t.List[str]:
    """Return an operator's command line options without those that the collection sets itself."""
    kept: t.List[str] = []
    rest = iter(words)
    for word in rest:
        name = word.partition("=")[0]
        if name not in OWN_OPTIONS:
            kept.append(word)
        elif "=" not in word:
            next(rest, None)
    return kept


def unit_options(properties: t.Dict[str, str], variables: Variables) -> t.List[str]:
    """Return the options that the unit gives to the server besides MINIO_OPTS, without those that the collection sets."""
    words = _systemd.would_be_command(properties, {**variables, "MINIO_OPTS": ""})
    volumes = _command_line.volumes(words)
    return [word for word in other_options(words[2:]) if word not in volumes]


def operators_variables(properties: t.Dict[str, str]) -> Variables:
    """Return what the unit and the operator's own files give to the server, without the fragments of the collection.

    What is kept must not depend on what the collection has added, or it would come and go from run to run.
    """
    variables = dict(word.partition("=")[::2] for word in _systemd.shown_words(properties.get("Environment", "")))
    for path in _systemd.environment_files(properties):
        if not path.startswith(OWN_FRAGMENTS):
            variables.update(_systemd.parse_environment_file(_environment_files.text_of(path)))
    return variables


def digests(variables: Variables, key: str) -> Variables:
    """Return the variables that a starting node compares with its peers', each value as its HMAC-SHA256."""
    return {
        name: hmac.new(key.encode(), value.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()
        for name, value in plan.compared(variables).items()
    }


def open_files(properties: t.Dict[str, str]) -> t.List[Variables]:
    """Return the path of the operator's files that give secrets to the unit and that others than root may read or write.

    systemd reads them as root, so that nobody else needs to.
    """
    found: t.List[Variables] = []
    for path in _systemd.environment_files(properties):
        status = os.stat(path)
        names = _systemd.parse_environment_file(_environment_files.text_of(path))
        if not path.startswith(OWN_FRAGMENTS) and (status.st_uid or status.st_mode & 0o077):
            found += [{"path": path}] if any(effective.is_secret(name) for name in names) else []
    return found


def queues(variables: Variables) -> t.List[str]:
    """Return the directories in which the server keeps events that a target has not taken yet: it writes there."""
    return sorted({value for name, value in variables.items() if "QUEUE_DIR" in name and value.startswith("/")})


def named_files(variables: Variables) -> t.List[str]:
    """Return the files and directories that the variables name for the server to read, also where links lead to.

    A value that is no path may be a secret, as may that of a variable whose name says so: neither is returned.
    """
    names = [name for name in variables if NAMES_FILES.match(name)]
    told = [variables[name] for name in names if name.endswith("_FILE") or not effective.SECRET.search(name)]
    told += variables.get("SSL_CERT_DIR", "").split(":")
    paths = {path for path in told if os.path.isabs(path) and os.path.exists(path)}
    return sorted(paths | {os.path.realpath(path) for path in paths})


def file_capabilities(program: str) -> t.List[str]:
    """Return the capabilities that a program's file puts in force: without one of them the kernel does not execute it."""
    try:
        stored = os.getxattr(program, "security.capability")
    except OSError:
        return []
    # as in linux/capability.h: revision and flags, then permitted and inheritable for 32 capabilities each
    flags, *sets = struct.unpack(f"<{len(stored) // 4}I", stored)
    high = sets[2] if len(sets) > 3 else 0
    return sandbox.capabilities(f"{high << 32 | sets[0]:x}") or [] if flags & 1 else []


def plain_urls(variables: Variables, ports: t.Mapping[str, t.Optional[int]]) -> t.List[Facts]:
    """Return name, url and tls of the addresses without TLS at which the server sends others to itself.

    ports: port at which the server itself answers, by name of the variable. tls: the same address with https; None for
    another port, where some other program answers.
    """
    found = []
    for name, port in sorted(ports.items()):
        url = variables.get(name, "")
        if url.startswith("http://"):
            own = (urlsplit(url).port or 80) == port
            found.append({"name": name, "url": url, "tls": url.replace("http://", "https://", 1) if own else None})
    return found


def drive(path: str, user: str, running: bool) -> Facts:
    """Return owner and mode of a drive, what is foreign in it, and how it may be claimed; None for a missing one.

    foreign: it holds something, is no drive of MinIO yet and belongs to another account. claim: path and mode to give to
    the service; None where a running server works with a drive of another owner. A mode that keeps others out is kept.
    """
    if not os.path.isdir(path):
        return {"owner": None, "mode": None, "foreign": None, "claim": None}
    status = os.stat(path)
    try:
        owner = pwd.getpwuid(status.st_uid).pw_name
    except KeyError:
        owner = str(status.st_uid)
    entries = set(os.listdir(path)) - {"lost+found"}
    mode = f"{stat.S_IMODE(status.st_mode):04o}"
    return {
        "owner": owner,
        "mode": mode,
        "foreign": bool(entries) and ".minio.sys" not in entries and owner != user,
        "claim": {"path": path, "mode": mode if mode.endswith("0") else "0700"}
        if owner == user or not running
        else None,
    }


def account(user: str) -> Facts:
    """Return whether an account is ready (there, without a shell), and whether the collection may make it so.

    Not that of root, of a person, or the one that Ansible uses.
    """
    try:
        entry = pwd.getpwnam(user)
    except KeyError:
        return {"ready": False, "manageable": True}
    manageable = 0 < entry.pw_uid < FIRST_PERSON and user != os.environ.get("SUDO_USER")
    return {"ready": entry.pw_shell in NO_SHELLS, "manageable": manageable}


def kes_place(unit: str = "kes") -> t.Optional[Facts]:
    """Return where the KES keeps its keys that its unit runs, or would; None where nothing tells."""
    properties = _systemd.show(unit)
    pid = int(properties.get("MainPID") or 0)
    environment = _systemd.would_be_environment(properties)
    words = _process.arguments(pid) if pid else _systemd.would_be_command(properties, environment)
    path = kes_config.path_in(words, os.path.realpath(f"/proc/{pid}/cwd") if pid else "/")
    configuration = kes_config.load(path)
    return place.of(configuration.get("keystore")) if isinstance(configuration, dict) else None


def certs_dir(deployment: Facts, declared: str) -> str:
    """Return where certificates belong: where a server has some, or was told to look; else where it was declared.

    A server that was told nothing looks in the home of its account, which that account can write to.
    """
    current = deployment["certs_dir"]
    authorities = os.path.join(current, "CAs")
    used = os.path.exists(os.path.join(current, "public.crt")) or (
        os.path.isdir(authorities) and os.listdir(authorities)
    )
    told = any(word.partition("=")[0] in ("--certs-dir", "-S") for word in deployment["options"])
    return current if used or told else declared


def _sources(addresses: t.Mapping[str, t.Set[str]]) -> t.List[str]:
    """Return the addresses among those of hosts that packets can come from to other hosts."""
    found = {ipaddress.ip_address(one) for own in addresses.values() for one in own}
    return sorted(str(one) for one in found if not (one.is_loopback or one.is_link_local or one.is_unspecified))


def hosts(volumes: t.Iterable[str], other_volumes: t.Iterable[str]) -> Facts:
    """Return the hosts that volumes name, which of them are this one, and which it does not know.

    named_addresses: where those of the other volumes, too, send packets from.
    """
    names, others = ({host for _scheme, host, _port in _volumes.endpoints(one)} for one in (volumes, other_volumes))
    addresses = _sockets.resolve(sorted(names | others))
    own = _sockets.own({name: addresses[name] for name in sorted(names)})
    return {
        "hosts": list(own),
        "own_hosts": [name for name, known in own.items() if known],
        "unknown_hosts": [name for name, known in own.items() if known is None],
        "named_addresses": _sources(addresses),
    }


def describe(deployment: Facts, params: t.Mapping[str, t.Any]) -> Facts:
    """Return facts that complete a description of _deployment, or correct it, by the options of minio_deployment_info."""
    properties = _systemd.show(deployment["unit"])
    pid = int(properties.get("MainPID") or 0) if deployment["running"] else 0
    variables = (_process.environment(pid) if pid else None) or _systemd.would_be_environment(properties)
    program = f"/proc/{pid}/exe" if pid and os.access(f"/proc/{pid}/exe", os.R_OK) else deployment["binary"]
    theirs = operators_variables(properties)
    effective_theirs = _environment_files.read_over(theirs)
    takes_options = bool(re.search(r"\$\{?MINIO_OPTS\b", properties.get("ExecStart", "")))
    return {
        "certs_dir": certs_dir(deployment, params["certs_dir"]) if takes_options else deployment["certs_dir"],
        "release": _identity.identify(program),
        "file_capabilities": file_capabilities(deployment["binary"]),
        "config_env_names": sorted(_environment_files.config(variables)),
        "root_credential": credential(variables, params["root_digest"]),
        "other_options": other_options(_systemd.words(theirs.get("MINIO_OPTS", ""), keep_quotes=True)),
        "unit_options": unit_options(properties, theirs),
        "variables": digests(effective_theirs, params["digest_key"]) if params["digest_key"] else None,
        "firewall_managers": _packet_filter.rivals(),
        "takes_options": takes_options,
        "open_files": open_files(properties),
        "queues": queues(effective_theirs),
        "named_files": named_files(effective_theirs),
        "plain_urls": plain_urls(
            effective_theirs,
            {
                "MINIO_SERVER_URL": deployment["api_port"],
                "MINIO_BROWSER_REDIRECT_URL": deployment["console_port"],
            },
        ),
        "drives": [{**known, **drive(known["path"], deployment["user"], bool(pid))} for known in deployment["drives"]],
        "account": account(deployment["user"]),
        "kes_account": account("kes"),
        "kes_place": kes_place(),
        **hosts(params["volumes"].split() or deployment["volumes"], deployment["volumes"]),
        "enabled": properties.get("UnitFileState") == "enabled",
        "needs_daemon_reload": properties.get("NeedDaemonReload") == "yes",
    }
