# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Make and remove the hosts of a lab: systemd containers reached by SSH, with names, drives and addresses of their own."""

from __future__ import annotations

import json
import pathlib
import shutil
import subprocess
import sys
import time

from . import binaries, cache, image, kms
from .podman import RUN, STORAGE, close_namespace, podman

TREE = pathlib.Path(__file__).resolve().parents[2]
INOTIFY = pathlib.Path("/proc/sys/fs/inotify/max_user_instances")
# with fewer capabilities systemd silently skips its sandbox and root cannot read /proc/PID/environ
PRIVILEGES = [
    "--systemd=always",
    "--runtime=runc",
    "--cap-add=SYS_ADMIN,SYS_PTRACE,NET_ADMIN,IPC_LOCK",
    "--security-opt=seccomp=unconfined",
    "--security-opt=unmask=ALL",
]


def folder(lab: str) -> pathlib.Path:
    """Return the folder of a lab's inventory, SSH key and certificates."""
    return TREE / "build" / "lab" / lab


def _network(lab: str) -> str:
    """Return the name of a lab's network; podman keeps "default" for itself."""
    return f"lab-{lab}"


def _names(minio: int, kes: int, system: type[kms.System], shared: bool) -> dict[str, list[str]]:
    nodes = [f"minio{number}" for number in range(1, minio + 1)]
    return {
        "minio": nodes,
        "kes": nodes[:kes] if shared else [f"kes{number}" for number in range(1, kes + 1)],
        "kms": [system.host] if kes else [],
    }


def _free_subnet() -> int:
    """Return the third number of a 10.231.N.0/24 network that no lab uses."""
    networks = json.loads(podman("network", "ls", "--format", "json").stdout)
    taken = {subnet["subnet"] for network in networks for subnet in network.get("subnets", [])}
    return next(number for number in range(1, 255) if f"10.231.{number}.0/24" not in taken)


def _make_network(lab: str) -> int:
    """Make the network of a lab; returns the third number of its 10.231.N.0/24."""
    with cache.alone(STORAGE / "networks.lock"):
        number = _free_subnet()
        podman(
            "network", "create", "--ipv6", f"--subnet=10.231.{number}.0/24", f"--subnet=fd00:231:{number}::/64",
            "--disable-dns", _network(lab),
        )  # fmt: skip
    return number


def _make_key(path: pathlib.Path) -> str:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
    return path.with_suffix(".pub").read_text()


def _allow_many_hosts() -> None:
    """Raise the kernel's limit of inotify instances: every systemd takes some, and dies where none is left."""
    if int(INOTIFY.read_text()) < 1024:
        INOTIFY.write_text("1024")


def _start(
    lab: str, name: str, address: str, address6: str, names: dict[str, str], tools: dict[str, pathlib.Path]
) -> None:
    drive = [f"--volume={lab}-{name}-data:/data"] if name.startswith("minio") else []
    podman(
        "run", "--detach", f"--name={lab}-{name}", f"--hostname={name}", f"--network={_network(lab)}", f"--ip={address}",
        f"--ip6={address6}", *[f"--add-host={other}:{number}" for other, number in names.items()], *PRIVILEGES, *drive,
        *[f"--volume={path}:{target}:ro" for target, path in tools.items()], "--sysctl=net.ipv6.conf.all.disable_ipv6=0", image.ensure(), "/sbin/init",
    )  # fmt: skip


def _authorize(lab: str, name: str, key: str) -> None:
    script = (
        "install -d -m 700 -o ansible -g ansible /home/ansible/.ssh && cat > /home/ansible/.ssh/authorized_keys && "
        "chown ansible: /home/ansible/.ssh/authorized_keys"
    )
    podman("exec", "--interactive", f"{lab}-{name}", "sh", "-c", script, input=key)


def _wait_for_ssh(addresses: list[str], known_hosts: pathlib.Path) -> None:
    deadline = time.monotonic() + 600
    while True:
        scan = subprocess.run(["ssh-keyscan", "-t", "ed25519", *addresses], capture_output=True, text=True, check=False)
        if len(scan.stdout.splitlines()) == len(addresses):
            known_hosts.write_text(scan.stdout)
            return
        if time.monotonic() > deadline:
            raise SystemExit(f"the lab's hosts do not answer by SSH: {scan.stderr.strip()}")
        time.sleep(0.5)


def _set_up_kms(lab: str, system: type[kms.System], address: str) -> dict:
    """Make a host the key management system; returns the variables that have KES use it."""

    def on(command: str, text: str = "") -> str:
        return podman("exec", "--interactive", f"{lab}-{system.host}", "bash", "-c", command, input=text).stdout

    made = system(on)
    made.set_up(address)
    secret = made.new_login()
    return {"backend": system.backend, "secret": secret, "settings": made.settings(secret)}


def _inventory(lab: str, groups: dict[str, list[str]], addresses: dict[str, str]) -> dict:
    home = folder(lab)
    return {
        "all": {
            "vars": {
                "ansible_user": "ansible",
                "ansible_become": True,
                "ansible_python_interpreter": "/usr/bin/python3",
                "ansible_ssh_private_key_file": str(home / "id_ed25519"),
                "ansible_ssh_common_args": f"-o UserKnownHostsFile={home}/known_hosts",
                "lab_directory": str(home),
            },
            "children": {
                group: {"hosts": {name: {"ansible_host": addresses[name]} for name in names}}
                for group, names in groups.items()
            },
        }
    }


def up(lab: str, minio: int, kes: int, backend: str = "vault", shared: bool = False) -> pathlib.Path:
    """Make a lab and return the path of its inventory; a lab of that name that is there already is removed first.

    backend: the key management system, one of kms.SYSTEMS. shared: whether KES has the first MinIO hosts for its own.
    """
    system = kms.SYSTEMS[backend]
    down(lab)
    image.ensure()
    home = folder(lab)
    home.mkdir(parents=True)
    number = _make_network(lab)
    groups = _names(minio, kes, system, shared)
    hosts = list(dict.fromkeys(name for names in groups.values() for name in names))
    addresses = {name: f"10.231.{number}.{10 + position}" for position, name in enumerate(hosts, 1)}
    tools = {f"/opt/lab/{tool}": binaries.path(tool) for tool in ("minio", "kes")}
    key = _make_key(home / "id_ed25519")
    _allow_many_hosts()
    names = {**addresses, **dict.fromkeys(system.names if kes else (), addresses.get(system.host, ""))}
    for position, name in enumerate(hosts, 1):
        given = system.programs() if name == system.host else tools
        _start(lab, name, addresses[name], f"fd00:231:{number}::{10 + position}", names, given)
    for name in hosts:
        _authorize(lab, name, key)
    _wait_for_ssh(list(addresses.values()), home / "known_hosts")
    for name in groups["kms"]:
        (home / "kms.json").write_text(json.dumps(_set_up_kms(lab, system, addresses[name])))
    for tool in ("minio", "kes"):
        (home / f"{tool}.sha256").write_text(binaries.sha256(binaries.path(tool)))
    (home / "addresses.json").write_text(json.dumps(addresses) + "\n")
    inventory = home / "inventory.yml"
    # JSON is YAML
    inventory.write_text(json.dumps(_inventory(lab, groups, addresses), indent=2) + "\n")
    return inventory


def down(lab: str) -> None:
    """Remove a lab, or what an earlier run that died left of it; never what belongs to another one."""
    listed = podman("ps", "--all", "--format", "{{.Names}}").stdout.split()
    # LAB-HOST, and no name of a host has a hyphen: the lab "a" has nothing of the lab "a-b"
    containers = [name for name in listed if name.rpartition("-")[0] == lab]
    if containers:
        podman("rm", "--force", "--time=0", "--volumes", *containers)
    volumes = podman("volume", "ls", "--format", "{{.Name}}").stdout.split()
    # LAB-HOST-data
    stale = [name for name in volumes if name.rsplit("-", 2)[0] == lab]
    if stale:
        podman("volume", "rm", "--force", *stale)
    podman("network", "rm", "--force", _network(lab), check=False)
    shutil.rmtree(folder(lab), ignore_errors=True)


def clean() -> None:
    """Remove every lab, the image in podman's storage and the namespace; the cache folder stays."""
    if shutil.which("podman"):
        podman("rm", "--force", "--all", "--time=0", "--volumes")
        podman("system", "reset", "--force", check=False)
    close_namespace()
    for path in (STORAGE, RUN, TREE / "build" / "lab"):
        shutil.rmtree(path, ignore_errors=True)
    print("all labs are removed", file=sys.stderr)
