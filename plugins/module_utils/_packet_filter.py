# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Load the collection's own nftables table behind a dead man's switch, and keep it over a reboot."""

from __future__ import annotations

import hashlib
import os
import subprocess
import typing as t

from . import _files, _ufw
from ._errors import ServerError

TABLE = "hardening_minio"
FOLDER = "/etc/hardening.minio"
RULES, ARMED = f"{FOLDER}/firewall.nft", f"{FOLDER}/firewall.nft.armed"
UNIT, SWITCH = "hardening-minio-firewall", "hardening-minio-firewall-rollback"
RIVALS = ("firewalld", "ufw")
UNIT_PATH = f"/etc/systemd/system/{UNIT}.service"
UNIT_TEXT = f"""\
# Written by hardening.minio: changes are overwritten.
[Unit]
Description=Who may reach MinIO and KES
# after the operator's own rules, which begin by flushing everything, and again when they are loaded again
After=nftables.service
PartOf=nftables.service
ReloadPropagatedFrom=nftables.service
Before=network-pre.target
Wants=network-pre.target
DefaultDependencies=no
RequiresMountsFor={FOLDER}

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft --file {RULES}
ExecReload=/usr/sbin/nft --file {RULES}

[Install]
WantedBy=multi-user.target nftables.service
"""
Port = t.Dict[str, t.Any]


def ruleset(ports: t.Sequence[Port]) -> str:
    """Return the file that replaces our table in one step: listed sources may, everybody else may not.

    The rules look at every packet, not only at the first, so that a source taken off the list is cut at once; the
    connections of the others are not touched.
    """
    numbers = ", ".join(str(port["port"]) for port in ports)
    lines = [f"table inet {TABLE}", f"delete table inet {TABLE}", f"table inet {TABLE} {{"]
    accepts = []
    for port in ports:
        for family, kind, sign in (("ip", "ipv4_addr", "."), ("ip6", "ipv6_addr", ":")):
            sources = [source for source in port["sources"] if (":" in source) == (sign == ":")]
            name = f"{port['name']}_{family}"
            elements = f" elements = {{ {', '.join(sources)} }};" if sources else ""
            lines.append(f"  set {name} {{ type {kind}; flags interval; auto-merge;{elements} }}")
            accepts.append(f"    {family} saddr @{name} tcp dport {port['port']} accept")
    lines += [
        "  chain input {",
        "    type filter hook input priority filter; policy accept;",
        '    iifname "lo" accept',
    ]
    lines += [
        f"    tcp dport != {{ {numbers} }} accept",
        "    meta l4proto != tcp accept",
        *accepts,
        "    counter drop",
        "  }",
        "}",
    ]
    return "# Written by hardening.minio: changes are overwritten.\n" + "\n".join(lines) + "\n"


def _run(*command: str, text: t.Optional[str] = None, check: bool = True) -> subprocess.CompletedProcess:
    finished = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if check and finished.returncode:
        raise ServerError(f"{' '.join(command[:3])} failed: {finished.stderr.strip()[:300]}")
    return finished


def read(path: str) -> str:
    """Return the text of a file, "" where there is none."""
    try:
        with open(path, encoding="utf-8") as stream:
            return stream.read()
    except FileNotFoundError:
        return ""


def _write(path: str, text: str, mode: int) -> None:
    _files.make_directories(os.path.dirname(path))
    with open(path + ".new", "w", encoding="utf-8") as stream:
        os.fchmod(stream.fileno(), mode)
        stream.write(text)
    os.replace(path + ".new", path)


def _digest() -> t.Optional[str]:
    """Return a digest of our table as the kernel has it, counters left out; None where it is not loaded."""
    listed = _run("nft", "--stateless", "list", "table", "inet", TABLE, check=False)
    return None if listed.returncode else hashlib.sha256(listed.stdout.encode()).hexdigest()


def is_in_force(text: str) -> bool:
    """Tell whether these rules are confirmed, loaded unchanged, and start at boot."""
    enabled = _run("systemctl", "is-enabled", f"{UNIT}.service", check=False).stdout.strip() == "enabled"
    digest = _digest()
    return (
        read(RULES) == text
        and enabled
        and digest is not None
        and digest == read(f"{RULES}.digest")
        and read(UNIT_PATH) == UNIT_TEXT
    )


def arm(text: str, seconds: int) -> None:
    """Load rules that revert by themselves after some seconds unless confirm() is called."""
    _run("nft", "--check", "--file", "-", text=text)
    _write(ARMED, text, 0o600)
    disarm()
    # what to go back to: the confirmed rules, or none
    back = f"nft --file {RULES}" if os.path.exists(RULES) else f"nft delete table inet {TABLE}"
    _run("systemd-run", f"--unit={SWITCH}", f"--on-active={seconds}", "--timer-property=AccuracySec=1s", "/bin/sh", "-c",
         f"{back}; rm -f {ARMED}")  # fmt: skip
    try:
        _run("nft", "--file", ARMED)
    except ServerError:
        disarm()
        raise


def disarm() -> None:
    """Stop the switch, also one that has begun to revert."""
    _run("systemctl", "stop", f"{SWITCH}.timer", f"{SWITCH}.service", check=False)
    _run("systemctl", "reset-failed", f"{SWITCH}.service", check=False)


def confirm(text: str) -> None:
    """Keep the armed rules; raises ServerError where they have reverted already."""
    disarm()
    if read(ARMED) != text:
        raise ServerError("the new packet filter rules have reverted already: nobody confirmed them in time")
    # once more, where the switch was stopped between reverting them and taking their file away
    _run("nft", "--file", ARMED)
    os.replace(ARMED, RULES)
    _write(f"{RULES}.digest", _digest() or "", 0o600)
    _write(UNIT_PATH, UNIT_TEXT, 0o644)
    _run("systemctl", "daemon-reload")
    _run("systemctl", "enable", "--now", f"{UNIT}.service")


def is_armed() -> bool:
    """Tell whether rules wait for being confirmed."""
    return os.path.exists(ARMED)


def revert() -> bool:
    """Take armed rules back now, as the switch would later, and tell whether there were any."""
    if not is_armed():
        return False
    _run("systemctl", "start", "--wait", f"{SWITCH}.service")
    disarm()
    return True


def rivals() -> t.List[str]:
    """Return the other firewall managers that are active here."""
    states = _run("systemctl", "is-active", *RIVALS, check=False).stdout.splitlines()
    return [unit for unit, state in zip(RIVALS, states) if state == "active" and (unit != "ufw" or _ufw.is_enabled())]
