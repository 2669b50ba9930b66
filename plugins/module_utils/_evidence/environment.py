# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of the effective environment: what the process was given, and what the server read over it at its start."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import typing as t
from dataclasses import dataclass, field

from .. import _environment_files, _process, _systemd
from .._environment_files import CONFIG_FILE, SECRET_FILES
from . import files, known_names

if t.TYPE_CHECKING:
    from .context import Context

Variables = t.Dict[str, str]

SECRET = re.compile(
    r"PASSW|SECRET|TOKEN|CREDENTIAL|ACCESS_KEY|API_KEY|PRIVATE|LICENSE|SEED|DSN|CONNECTION_STRING|AMQP_URL"
    r"|^MINIO_ROOT_USER"
)
"""Words in names of variables that hold secrets."""
PUBLIC = re.compile(
    r"MINIO_(?:VOLUMES|ARGS|ENDPOINTS|OPTS|ADDRESS|CONSOLE_ADDRESS|BROWSER|BROWSER_REDIRECT|BROWSER_REDIRECT_URL"
    r"|SERVER_URL|DOMAIN|UPDATE"
    r"|CONFIG_ENV_FILE|CI_CD|REGION|REGION_NAME|SITE_NAME|SITE_REGION|API_[A-Z_]+|STORAGE_CLASS_[A-Z_]+"
    r"|PROMETHEUS_(?:AUTH_TYPE|URL)|KMS_AUTO_ENCRYPTION|KMS_SERVER|KMS_SSE_KEY"
    r"|KMS_KES_(?:ENDPOINT|KEY_NAME|KEY_FILE|CERT_FILE|CAPATH)|[A-Z_]+_FILE"
    r"|IDENTITY_LDAP_(?:SERVER_ADDR|SRV_RECORD_NAME|TLS_SKIP_VERIFY|SERVER_INSECURE|SERVER_STARTTLS)"
    r"|IDENTITY_LDAP_STS_TRUSTED_PROXIES|IDENTITY_PLUGIN_URL|IDENTITY_TLS_[A-Z_]+"
    r"|IDENTITY_OPENID_(?:CONFIG_URL|CLIENT_ID|ROLE_POLICY|CLAIM_NAME|VENDOR)\w*"
    r"|(?:AUDIT|LOGGER)_WEBHOOK_(?:ENABLE|ENDPOINT|CLIENT_CERT)\w*"
    r"|AUDIT_KAFKA_(?:ENABLE|BROKERS|TLS|TLS_SKIP_VERIFY)\w*)"
)
"""Names whose values may leave the host; every other value stays."""
URL = re.compile(r"(\w+://)(?:\S*@)?([^/\s,?#]*)[^\s,]*")
"""A URL: scheme and host may be shown; user, path and query can hold secrets."""
COMPARED_BY_SERVER = re.compile(
    r"MINIO_(?!(?:OPTS|CERT_PASSWD|SERVER_DEBUG|DSYNC_TRACE|OPERATOR_VERSION|VSPHERE_PLUGIN_VERSION|CI_CD)$)"
)
"""Names that a starting node compares with its peers, and the root credential, which it needs to talk to them."""
TRUE = {"1", "t", "true", "on", "enabled"}
FALSE = {"0", "f", "false", "off", "disabled"}

OPENID_SECRET = "MINIO_IDENTITY_OPENID_CLIENT_SECRET"
OPENID_SECRET_BYTES = 32
"""Below it, whoever has one token signed with the secret can find it out by trying."""


@dataclass
class Effective:
    """What the server works with."""

    values: Variables
    """Holds secrets: for comparisons on this host only."""
    pending: t.Set[str] = field(default_factory=set)
    """Names whose value is not known, because the file that sets them changed after the start; not in values."""
    files: t.List[t.Tuple[str, str, t.List[str]]] = field(default_factory=list)
    """(path, variable that names it, names it sets) of every file that the server itself reads."""

    def switch(self, name: str, default: bool) -> t.Optional[bool]:
        """Return an on/off variable as the server understands it; None if it is not known or no such value."""
        if name in self.pending:
            return None
        word = self.values.get(name, "").lower()
        return default if not word else True if word in TRUE else False if word in FALSE else None


def _text(path: str) -> t.Optional[str]:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as stream:
            return stream.read()
    except OSError:
        return None


def _read(pid: int, path: str, started: float) -> t.Tuple[t.Optional[str], bool]:
    """Return the text of a file as a process sees it, None if it sees none, and whether that changed since its start."""
    seen = _process.seen(pid, path)
    there = os.path.exists(seen)
    # what a sandbox hides from it is nothing that it could have read before
    changed = files.changed_since(seen if there else path, started) if there or not os.path.exists(path) else False
    return _text(seen), changed


def _load_secret_files(effective: Effective, pid: int, started: float) -> None:
    for variable, target in SECRET_FILES.items():
        named = effective.values.get(variable)
        if named is None:
            continue
        path = _environment_files.secret_path(named, lambda path: os.path.isfile(_process.seen(pid, path)))
        text, changed = _read(pid, path, started)
        if os.path.isabs(path):  # anything else may be the secret itself, put in the wrong variable
            effective.files.append((path, variable, [target] if text is not None else []))
        if changed:
            effective.values.pop(target, None)
            effective.pending.add(target)
        elif text is not None and text.strip():
            effective.values[target] = text.strip()
            effective.pending.discard(target)


def _load_config_file(effective: Effective, pid: int, started: float) -> None:
    path = effective.values.get(CONFIG_FILE)
    if path is None:
        return
    text, changed = _read(pid, path, started)
    variables = _environment_files.parse_config_file(text or "")
    if os.path.isabs(path):
        effective.files.append((path, CONFIG_FILE, sorted(variables)))
    if changed:
        # what it set before is not known any more, so that every name which could have come from it is open
        effective.pending.update(variables, [CONFIG_FILE])
        for name in variables:
            effective.values.pop(name, None)
    else:
        effective.values.update(variables)
        effective.pending.difference_update(variables)


def effective(context: Context, pid: int) -> t.Optional[Effective]:
    """Return the effective environment of a MinIO process; None if it cannot be read."""
    key = ("environment", pid)
    if key not in context.cache:
        given = context.environ(pid)
        found = None if given is None else Effective(values=dict(given))
        if found is not None:
            started = _process.started(pid)
            _load_secret_files(found, pid, started)
            _load_config_file(found, pid, started)
        context.cache[key] = found
    return context.cache[key]


def is_secret(name: str) -> bool:
    """Tell whether a variable's value is to be kept: its name says so, or it is a MINIO_* name nobody knows."""
    if name.endswith("_FILE"):
        return False
    return bool(SECRET.search(name)) or bool(known_names.unknown([name], None))


def secrets(variables: Variables) -> t.Set[str]:
    """Return the values that are secrets by the name of their variable; names of accounts are not among them."""
    names = (name for name in variables if SECRET.search(name) and not re.search("_FILE$|_USER|ACCESS_KEY", name))
    return {variables[name] for name in names if variables[name]}


def fingerprint(key: t.Optional[str], variables: Variables) -> t.Optional[str]:
    """Return a digest of variables under the key of this run, None without a key."""
    if not key:
        return None
    text = "\0".join(f"{name}={value}" for name, value in sorted(variables.items()))
    return hmac.new(key.encode(), text.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()


def _public(variables: Variables) -> Variables:
    """Return the variables that may be shown; a *_FILE that is no path may hold the secret itself."""
    shown = {}
    for name, value in sorted(variables.items()):
        if name.endswith("_FILE"):
            allowed = bool(PUBLIC.fullmatch(name)) and value.startswith("/")
        else:
            allowed = bool(PUBLIC.fullmatch(name)) and not is_secret(name)
        if allowed:
            shown[name] = URL.sub(r"\1\2", value) if re.search("_URL|_ENDPOINT", name) else value
    return shown


def _unit_files(unit: t.Optional[t.Dict[str, str]]) -> t.List[t.Dict[str, t.Any]]:
    """Return the facts of the files that systemd reads the environment from, and of the unit if it sets variables."""
    if unit is None:
        return []
    found = []
    for path in _systemd.environment_files(unit):
        names = sorted(_systemd.parse_environment_file(_text(path) or ""))
        found.append({**files.describe(path), "source": "EnvironmentFile", "sets": names})
    set_by_unit = sorted(_systemd.would_be_environment({"Environment": unit.get("Environment", "")}))
    if set_by_unit:
        candidates = [unit["FragmentPath"], *unit.get("DropInPaths", "").split()]
        setting = [path for path in candidates if re.search(r"^\s*Environment=", _text(path) or "", re.MULTILINE)]
        path = (setting or candidates)[-1]
        found.append({**files.describe(path), "source": "Environment", "sets": set_by_unit})
    return found


def _judged(entry: t.Dict[str, t.Any], group: t.Optional[int]) -> t.Dict[str, t.Any]:
    """Add which secrets a file sets, and whether it is protected: root alone writes it, nobody else reads a secret.

    The server itself reads the files that its environment names, so that its group may read those. Whatever stands in
    the unit's own Environment= is shown to every account by systemctl.
    """
    holds = [name for name in entry["sets"] if is_secret(name)]
    readers = [] if entry["source"] in ("EnvironmentFile", "Environment") else [group]
    readable = entry["source"] == "Environment" or not files.only_readable_by(entry["path"], readers)
    if entry["mode"] is None:
        # what is not there yet is as safe as the place it would be put in
        return {**entry, "secrets": holds, "protected": files.only_writable_by_root(files.nearest(entry["path"]))}
    return {
        **entry,
        "secrets": holds,
        "protected": files.only_writable_by_root(entry["path"]) and not (holds and readable),
    }


def _all_protected(unit: t.Optional[t.Dict[str, str]], entries: t.Sequence[t.Dict[str, t.Any]]) -> t.Optional[bool]:
    """Tell whether every file is protected; None if not all are known, because no unit started the process."""
    if not all(entry["protected"] for entry in entries):
        return False
    return None if unit is None else True


def describe(
    context: Context, pid: int, unit: t.Optional[t.Dict[str, str]], gid: t.Optional[int], flavour: t.Optional[str]
) -> t.Optional[t.Dict[str, t.Any]]:
    """Return the facts of a MinIO process's environment; None if it cannot be read."""
    found = effective(context, pid)
    if found is None:
        return None
    key = context.params.get("secrets_key")
    own = {name: value for name, value in found.values.items() if COMPARED_BY_SERVER.match(name)}
    entries = _unit_files(unit)
    entries += [{**files.describe(path), "source": variable, "sets": names} for path, variable, names in found.files]
    judged = [_judged(entry, gid) for entry in entries]
    return {
        "values": _public(found.values),
        "names": sorted({*found.values, *found.pending}),
        "pending": sorted(found.pending),
        "strong_openid_secrets": _strong_openid_secrets(found),
        "unknown_names": known_names.unknown({*found.values, *found.pending}, flavour),
        "files": judged,
        "protected": _all_protected(unit, judged),
        "fingerprint": None if found.pending else fingerprint(key, own),
        "fingerprints": {name: (fingerprint(key, {name: own[name]}) or "")[:16] for name in sorted(own)}
        if key
        else None,
    }


def _strong_openid_secrets(found: Effective) -> t.Dict[str, t.Optional[bool]]:
    """Return, by variable, whether the secret of an OpenID client is too long to be guessed."""
    names = sorted(name for name in {*found.values, *found.pending} if name.startswith(OPENID_SECRET))
    return {
        name: None if name in found.pending else len(found.values[name].encode()) >= OPENID_SECRET_BYTES
        for name in names
    }


def settings(
    found: t.Optional[Effective], flavour: t.Optional[str] = None
) -> t.Optional[t.Dict[str, t.Optional[bool]]]:
    """Return the switches that checks ask for, as the server understands them, its defaults included."""
    if found is None:
        return None

    def word(name: str, default: str) -> t.Optional[str]:
        return None if name in found.pending else found.values.get(name, default)

    root_access, update, metrics = (
        word("MINIO_API_ROOT_ACCESS", "on"),
        word("MINIO_UPDATE", "on"),
        word("MINIO_PROMETHEUS_AUTH_TYPE", "jwt"),
    )
    return {
        "browser": found.switch("MINIO_BROWSER", True),
        # the server compares these three with one word each
        "root_access_disabled": None if root_access is None else root_access == "off",
        # Silo cannot update itself
        "self_update_disabled": True if flavour == "silo" else None if update is None else update.lower() == "off",
        "metrics_authenticated": None if metrics is None else metrics.lower() != "public",
        "secure_ciphers": found.switch("MINIO_API_SECURE_CIPHERS", True),
        "auto_encryption": found.switch("MINIO_KMS_AUTO_ENCRYPTION", False),
    }
