# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lab: systemd hosts with real MinIO, KES and OpenBao on a network of their own.

python3 -m tests.lab up NAME --minio 4 --kes 2      make the lab, cleaning up what an earlier one left
python3 -m tests.lab down NAME                      remove it
python3 -m tests.lab clean                          remove every lab and all that podman keeps for them
"""

from __future__ import annotations

import argparse

from . import hosts, kms


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m tests.lab", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="make a lab and write its inventory below build/")
    up.add_argument("name")
    up.add_argument("--minio", type=int, default=1, metavar="N", help="number of MinIO hosts (default 1)")
    up.add_argument("--kes", type=int, default=1, metavar="N", help="number of KES hosts (default 1)")
    up.add_argument("--kms", choices=sorted(kms.SYSTEMS), default="vault", help="key management system (default vault)")
    up.add_argument(
        "--shared", action="store_true", help="have KES on the first MinIO hosts, and not on hosts of its own"
    )
    down = commands.add_parser("down", help="remove a lab")
    down.add_argument("name")
    commands.add_parser("clean", help="remove all labs")
    arguments = parser.parse_args()
    if arguments.command == "up":
        print(hosts.up(arguments.name, arguments.minio, arguments.kes, arguments.kms, arguments.shared))
    elif arguments.command == "down":
        hosts.down(arguments.name)
    else:
        hosts.clean()


if __name__ == "__main__":
    main()
