# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of the configuration that a running KES uses."""

from __future__ import annotations

import json
import os
import re
import typing as t

from .. import _process
from .._kes import journal
from . import files

if t.TYPE_CHECKING:
    from .context import Context

Facts = t.Dict[str, t.Any]
CALLS = ("create", "generate", "decrypt", "describe")
PLAIN = {"/v1/key/list/*", "/v1/status", "/v1/metrics", "/v1/api"}
PLAYGROUNDS = ("play.min.io",)
SECRET = re.compile(r"secret|password|token|jwt|(?:^|\.)key$|private_key|secretkey|accesskey", re.IGNORECASE)
REFERENCE = re.compile(r"\$\{\s*(\w+)\s*\}")
ADDRESS = "0.0.0.0:7373"
PART = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|ms|s|m|h)")
DURATION = re.compile(rf"(?:{PART.pattern})+")
UNITS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}
# what KES takes for log.audit, and how grave an event has to be to be written; those of its audit have 0
LEVELS = {"": 0, "ON": 0, "OFF": 9, "DEBUG": -4, "INFO": 0, "WARN": 4, "ERROR": 8}


def path_in(words: t.Sequence[str], folder: str) -> t.Optional[str]:
    """Return the path of the configuration on a command line; *folder* is where it is run."""
    for position, word in enumerate(words):
        if word == "--config" and position + 1 < len(words):
            return os.path.join(folder, words[position + 1])
        if word.startswith("--config="):
            return os.path.join(folder, word.partition("=")[2])
    return None


def path_of(context: "Context", pid: int) -> t.Optional[str]:
    """Return the path of the configuration on the command line of a process."""
    return path_in(context.cmdline(pid) or [], os.path.realpath(f"/proc/{pid}/cwd"))


def port(words: t.Sequence[str], configuration: t.Optional[Facts]) -> t.Optional[int]:
    """Return the port that KES was told to listen on; None where it cannot be told."""
    told = [word.partition("=")[2] for word in words if word.startswith("--addr=")]
    told += [following for word, following in zip(words, words[1:]) if word == "--addr"]
    if not told and not isinstance(configuration, dict):
        return None
    address = told[-1] if told else (configuration or {}).get("address", ADDRESS)
    number = str(address or ADDRESS).rpartition(":")[2]
    return int(number) if number.isdigit() else None


def seconds(duration: t.Any) -> t.Optional[float]:
    """Return the seconds of a duration as Go writes it, such as 1h0m0s; None for what is none."""
    text = str(duration).strip()
    if text == "0":
        return 0.0
    return sum(float(number) * UNITS[unit] for number, unit in PART.findall(text)) if DURATION.fullmatch(text) else None


def load(path: t.Optional[str]) -> t.Optional[Facts]:
    """Return the configuration; None where it cannot be read without a library that this host does not have."""
    if path is None or not os.path.isfile(path):
        return None
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    try:
        return json.loads(text)
    except ValueError:
        pass
    try:
        import yaml
    except ImportError:
        return None
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return None


def resolved(value: t.Any, environment: t.Optional[t.Dict[str, str]]) -> t.Any:
    """Return a configuration with the values that KES reads from its environment; None for one that is not known.

    Those for the key management system stay references: they are secrets.
    """
    if isinstance(value, dict):
        return {key: one if key == "keystore" else resolved(one, environment) for key, one in value.items()}
    if isinstance(value, list):
        return [resolved(one, environment) for one in value]
    reference = REFERENCE.fullmatch(value.strip()) if isinstance(value, str) else None
    return (environment or {}).get(reference.group(1)) if reference else value


def audits(configuration: Facts) -> t.Optional[bool]:
    """Tell whether KES writes audit events, as it does unless log.audit forbids it; None where that is not known."""
    told = (configuration.get("log") or {}).get("audit", "")
    if isinstance(told, bool):
        # the library reads on and off so, KES does not
        told = "on" if told else "off"
    level, _plus, more = (part.strip() for part in str(told).upper().partition("+"))
    try:
        return (LEVELS[level] if level in LEVELS else int(level)) + int(more or 0) <= 0
    except ValueError:
        return None


def pair(configuration: t.Optional[Facts], path: t.Optional[str]) -> t.Tuple[t.Optional[str], t.Optional[str]]:
    """Return the paths of key and certificate."""
    tls = (configuration or {}).get("tls") or {}
    folder = os.path.dirname(path or "/")
    key, certificate = (os.path.join(folder, tls[name]) if tls.get(name) else None for name in ("key", "cert"))
    return key, certificate


def literal_secrets(value: t.Any, path: str = "") -> t.List[str]:
    """Return the paths of settings in the keystore block that hold a secret in clear rather than a reference."""
    if isinstance(value, dict):
        return [
            found for key, one in value.items() for found in literal_secrets(one, f"{path}.{key}" if path else str(key))
        ]
    is_path = isinstance(value, str) and value.startswith("/")
    last_two = ".".join(path.split(".")[-2:])
    named = SECRET.search(path.rpartition(".")[2]) and last_two not in ("transit.key", "tls.key", "credentials.key_id")
    return [path] if value and named and not is_path and not REFERENCE.fullmatch(str(value)) else []


def excess(policies: Facts) -> t.List[str]:
    """Return the paths that policies allow beyond what MinIO calls on keys with a prefix."""
    found = []
    for policy in policies.values():
        hmac: t.List[str] = []
        for path in (policy or {}).get("allow") or []:
            limited = re.fullmatch(r"/v1/key/(\w+)/([0-9A-Za-z_-]+)\*", path)
            if path in PLAIN or (limited and limited.group(1) in CALLS):
                continue
            if re.fullmatch(r"/v1/key/hmac/[0-9A-Za-z_-]+", path) and not hmac:
                hmac.append(path)
                continue
            found.append(path)
    return sorted(set(found))


def keystore(configuration: Facts) -> t.Tuple[t.Optional[str], bool]:
    """Return KES's name for the key management system, and whether it is a public playground."""
    block = configuration.get("keystore") or {}
    kind = next(iter(block), None)
    return kind, any(host in json.dumps(block) for host in PLAYGROUNDS)


def _since_last_change(context: "Context", pid: int, path: str) -> t.Tuple[t.Optional[bool], t.Optional[bool]]:
    """Return whether the process has taken over the file as it is, and whether it refused a reload since its change."""
    changed, started = os.stat(path).st_ctime, _process.started(pid)
    told = journal.entries(f"_PID={pid}", changed, f"{journal.RELOADED}|{journal.REFUSED}")
    if told is None:
        return (True if started > changed else None), None
    newest = max([started, *(moment for moment, text in told if journal.RELOADED in text)])
    refused = max((moment for moment, text in told if journal.REFUSED in text), default=0.0)
    return newest >= changed, refused > newest


def describe(context: "Context", pid: int, path: t.Optional[str], configuration: t.Optional[Facts]) -> Facts:
    """Return the facts of the configuration; all but the file's own are None where it cannot be read."""
    facts: Facts = dict.fromkeys(
        ("path", "private", "taken_over", "refused_reload", "keystore", "playground", "admin_disabled", "identities", "policy_excess",
         "policies_limited", "hmac_allowed", "literal_secrets", "audit", "cache", "skip_auth")
    )  # fmt: skip
    facts["path"] = path
    if path and os.path.isfile(path):
        account = os.stat(f"/proc/{pid}")
        facts["private"] = files.only_readable_by(path, [account.st_gid], [0, account.st_uid])
        facts["taken_over"], facts["refused_reload"] = _since_last_change(context, pid, path)
    if not isinstance(configuration, dict):
        return facts
    policies = configuration.get("policy") or {}
    kind, playground = keystore(configuration)
    beyond = excess(policies)
    expiry = (configuration.get("cache") or {}).get("expiry") or {}
    admin = (configuration.get("admin") or {}).get("identity")
    identities = {one for policy in policies.values() for one in (policy or {}).get("identities") or []}
    facts.update(
        keystore=kind,
        playground=playground,
        admin_disabled=None if admin is None else admin == "disabled",
        identities=None if None in identities else sorted(identities),
        policy_excess=beyond,
        policies_limited=not beyond,
        hmac_allowed=any(
            path.startswith("/v1/key/hmac/")
            for policy in policies.values()
            for path in (policy or {}).get("allow") or []
        ),
        literal_secrets=literal_secrets(configuration.get("keystore") or {}),
        audit=audits(configuration),
        cache={
            **{key: expiry.get(key) for key in ("any", "unused", "offline")},
            "offline_seconds": seconds(expiry.get("offline")),
        },
        skip_auth=any(
            str((api or {}).get("skip_auth")).lower() == "true" for api in (configuration.get("api") or {}).values()
        ),
    )
    return facts
