# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Set up the directory of a lab on the host of its key management system: python3 -m tests.lab.ldap NAME openldap|samba."""

from __future__ import annotations

import json
import sys

from tests.lab.lab import Lab
from tests.lab.ldap import entries, openldap, samba

DIRECTORIES = {"openldap": openldap, "samba": samba}


def main(name: str, kind: str) -> None:
    """Set it up, and note in ldap.json what is known of it."""
    lab, directory = Lab(name), DIRECTORIES[kind]
    host = lab.hosts("kms")[0]
    directory.set_up(lambda command, text="": lab.on(host, command, text))
    lab.on_all(lab.hosts("minio"), f"echo '{lab.addresses[host]} {entries.NAME}' >> /etc/hosts")
    known = {
        "settings": {**directory.SETTINGS, "server_addr": f"{entries.NAME}:636"},
        "ca": lab.on(host, f"cat {directory.CA}"),
        "service": directory.SERVICE,
        "in_clear": directory.IN_CLEAR,
    }
    (lab.home / "ldap.json").write_text(json.dumps(known))


if __name__ == "__main__":
    main(*sys.argv[1:])
