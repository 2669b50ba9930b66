# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Evidence of MinIO's command line, together with the variables that stand in for its options."""

from __future__ import annotations

import typing as t

from .. import _command_line

if t.TYPE_CHECKING:
    from .environment import Effective

VOLUMES = ("MINIO_ARGS", "MINIO_VOLUMES", "MINIO_ENDPOINTS")
"""Variables that replace the arguments, the first that is not empty."""
API_PORT, FTP_PORT, SFTP_PORT = 9000, 8021, 8022


def port(address: t.Optional[str]) -> t.Optional[int]:
    """Return the port of host:port; None for one that the server chooses at random (empty or 0)."""
    digits = (address or "").rpartition(":")[2]
    return int(digits) or None if digits.isdigit() else None


def _pairs(values: t.Sequence[str]) -> t.Dict[str, str]:
    return {name: value for name, _equals, value in (entry.partition("=") for entry in values)}


def _ftp(values: t.Sequence[str]) -> t.Dict[str, t.Any]:
    given = _pairs(values)
    return {
        "enabled": bool(values),
        "port": (port(given.get("address")) or FTP_PORT) if values else None,
        "passive_ports": given.get("passive-port-range"),
        # without it the server takes clear-text logins beside TLS ones
        "force_tls": given.get("force-tls", "").lower() in ("1", "t", "true") if values else None,
    }


def _sftp(values: t.Sequence[str]) -> t.Dict[str, t.Any]:
    given = _pairs(values)
    return {
        "enabled": bool(values),
        "port": (port(given.get("address")) or SFTP_PORT) if values else None,
        "host_key": given.get("ssh-private-key"),
        "user_ca": given.get("trusted-user-ca-key"),
        "password_login": given.get("disable-password-auth", "").lower() not in ("1", "t", "true") if values else None,
    }


def _unsafe(ftp: t.Mapping[str, t.Any], sftp: t.Mapping[str, t.Any]) -> t.List[str]:
    reasons = []
    if ftp["enabled"] and not ftp["force_tls"]:
        reasons.append("FTP without force-tls")
    if sftp["enabled"] and not sftp["host_key"]:
        reasons.append("SFTP without ssh-private-key")
    if sftp["enabled"] and not sftp["user_ca"]:
        reasons.append("SFTP without trusted-user-ca-key")
    return reasons


def _console(address: t.Optional[str], enabled: t.Optional[bool]) -> t.Dict[str, t.Any]:
    number = port(address)
    state = None if enabled is None else "off" if not enabled else "fixed" if number else "random"
    return {"state": state, "address": address, "port": number if enabled else None}


def describe(words: t.Sequence[str], found: t.Optional[Effective], home: t.Optional[str]) -> t.Dict[str, t.Any]:
    """Return what the server was told; what a variable may replace is None where the environment is not known.

    words: the command line. home: the service account's home, for the default place of certificates.
    """
    options, arguments = _command_line.parse(words)
    values = found.values if found else {}

    config = _command_line.told(words, values, "config")
    clear = found is not None and not found.pending & {
        *VOLUMES,
        "MINIO_ADDRESS",
        "MINIO_CONSOLE_ADDRESS",
        "MINIO_CONFIG",
    }
    known = clear and not config
    replaced = next((values[name] for name in VOLUMES if values.get(name)), None)
    volumes = (replaced.split() if replaced is not None else arguments) if known else None
    remote = [volume for volume in volumes or [] if "://" in volume]
    ftp, sftp = _ftp(options.get("ftp", [])), _sftp(options.get("sftp", []))
    account_home = values.get("HOME") or home
    address = _command_line.told(words, values, "address") or f":{API_PORT}"
    return {
        "config": config,
        "volumes": volumes,
        "distributed": bool(remote) if known else None,
        "internode_tls": all(volume.startswith("https://") for volume in remote) if known and remote else None,
        "address": address if known else None,
        "api_port": port(address) if known else None,
        "console": _console(
            _command_line.told(words, values, "console-address"),
            found.switch("MINIO_BROWSER", True) if known and found else None,
        ),
        "certs_dir": _command_line.certs_dir(words, account_home) if account_home and not config else None,
        "ftp": ftp,
        "sftp": sftp,
        "unsafe_services": _unsafe(ftp, sftp) if not config else None,
    }
