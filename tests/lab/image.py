# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The image of a lab host: Debian 12 with systemd and SSH, made by debootstrap, so that no image registry is needed."""

from __future__ import annotations

import hashlib
import pathlib
import shutil
import subprocess
import tempfile

from . import cache
from .podman import podman

SUITE = "bookworm"
# what every host has, and what the roles would install: the lab's hosts have no way out to a package mirror
PACKAGES = [
    "ca-certificates", "curl", "dbus", "iproute2", "iputils-ping", "kmod", "nftables", "openssh-server", "openssl",
    "procps", "python3", "python3-cryptography", "sudo", "systemd", "systemd-sysv",
]  # fmt: skip
# what the roles must meet without being it: other firewall managers, off until a test turns them on
RIVALS = ["firewalld", "ufw"]
# what a host is that stands for the outside world: a directory, OpenLDAP or Active Directory, off until a scenario sets it up
DIRECTORIES = [
    "ldap-utils",
    "samba",
    "samba-ad-dc",
    "samba-ad-provision",
    "samba-dsdb-modules",
    "samba-vfs-modules",
    "slapd",
    "winbind",
]
SET_UP = r"""
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C
printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d
apt-get update -q
echo 'slapd slapd/no_configuration boolean true' | debconf-set-selections
apt-get install -qy --no-install-recommends "$@"
rm /usr/sbin/policy-rc.d
systemctl disable firewalld.service ufw.service nftables.service systemd-timesyncd.service
systemctl disable nmbd.service samba-ad-dc.service slapd.service smbd.service winbind.service
systemctl mask systemd-udevd.service systemd-networkd.service getty.target console-getty.service
useradd --create-home --shell /bin/bash ansible
echo 'ansible ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/ansible; chmod 440 /etc/sudoers.d/ansible
printf 'UseDNS no\nPasswordAuthentication no\nMaxStartups 100\n' > /etc/ssh/sshd_config.d/lab.conf
ssh-keygen -A
apt-get clean; rm -rf /var/lib/apt/lists/* /etc/machine-id; touch /etc/machine-id
"""


def _tag() -> str:
    recipe = " ".join([SUITE, *PACKAGES, *RIVALS, *DIRECTORIES, SET_UP])
    return "localhost/lab-host:" + hashlib.sha256(recipe.encode()).hexdigest()[:12]


def _bootstrap(archive: pathlib.Path) -> None:
    with tempfile.TemporaryDirectory(dir=cache.folder("image")) as folder:
        root = pathlib.Path(folder, "root")
        subprocess.run(["debootstrap", "--variant=minbase", SUITE, str(root)], check=True, stdout=subprocess.DEVNULL)
        shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
        subprocess.run(
            ["chroot", str(root), "sh", "-c", SET_UP, "set-up", *PACKAGES, *RIVALS, *DIRECTORIES],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        partial = archive.with_suffix(".partial")
        subprocess.run(["tar", "-C", str(root), "-cf", str(partial), "."], check=True)
        partial.rename(archive)


def _is_missing(tag: str) -> bool:
    return podman("image", "exists", tag, check=False).returncode != 0


def _make(tag: str) -> None:
    archive = cache.folder("image") / (tag.rpartition(":")[2] + ".tar")
    if not archive.exists():
        print("making the image of the lab's hosts, once (some minutes)", flush=True)
        _bootstrap(archive)
    podman("import", "--change", "CMD=/sbin/init", str(archive), tag)


def ensure() -> str:
    """Return the name of the image in podman's storage; made, or loaded from the cache, where it is missing."""
    tag = _tag()
    if _is_missing(tag):
        with cache.alone(cache.folder("image") / "lock"):
            if _is_missing(tag):
                _make(tag)
    return tag
