# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hosts on one bridge, each a network namespace of its own."""

from __future__ import annotations

import json
import subprocess
import typing as t
import uuid

CONNECT = """
import concurrent.futures, json, socket, sys
def connects(target):
    try:
        socket.create_connection(target, 0.4).close()
    except OSError:
        return False
    return True
targets = [tuple(target) for target in json.loads(sys.argv[1])]
with concurrent.futures.ThreadPoolExecutor(len(targets)) as pool:
    print(json.dumps([target for target, reached in zip(targets, pool.map(connects, targets)) if reached]))
"""
LISTEN = """
import json, socket, sys, threading
def serve(port):
    server = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True)
    while True:
        server.accept()[0].close()
for port in json.loads(sys.argv[1]):
    threading.Thread(target=serve, args=(port,)).start()
print("ready", flush=True)
"""


class Namespaces:
    """Hosts by name, with their addresses such as "10.99.0.1/24"; close() takes all of them away."""

    def __init__(self, hosts: t.Mapping[str, t.Iterable[str]]) -> None:
        tag = uuid.uuid4().hex[:6]
        self.names = {name: f"{tag}-{name}" for name in ("switch", *hosts)}
        self._servers: dict[str, subprocess.Popen[str]] = {}
        for name in self.names.values():
            self._run("ip", "netns", "add", name)
        self.inside("switch", "ip", "link", "add", "br0", "type", "bridge")
        self.inside("switch", "ip", "link", "set", "br0", "up")
        for number, (name, addresses) in enumerate(hosts.items()):
            peer = ("type", "veth", "peer", f"p{number}", "netns", self.names["switch"])
            self._run("ip", "-n", self.names[name], "link", "add", "eth0", *peer)
            self.inside("switch", "ip", "link", "set", f"p{number}", "master", "br0", "up")
            for address in addresses:
                quick = ("nodad",) if ":" in address else ()
                self.inside(name, "ip", "address", "add", address, "dev", "eth0", *quick)
            self.inside(name, "ip", "link", "set", "eth0", "up")
            self.inside(name, "ip", "link", "set", "lo", "up")

    @staticmethod
    def _run(*command: str, text: str | None = None) -> str:
        return subprocess.run(command, input=text, check=True, capture_output=True, text=True).stdout

    def inside(self, name: str, *command: str, text: str | None = None) -> str:
        return self._run("ip", "netns", "exec", self.names[name], *command, text=text)

    def serve(self, name: str, *ports: int) -> None:
        """Listen on TCP ports of a host, over IPv4 and IPv6."""
        server = subprocess.Popen(
            ["ip", "netns", "exec", self.names[name], "python3", "-c", LISTEN, json.dumps(ports)],
            stdout=subprocess.PIPE,
            text=True,
        )
        self._servers[name] = server
        assert server.stdout is not None and server.stdout.readline() == "ready\n"

    def end(self, name: str) -> None:
        """Listen no more."""
        server = self._servers.pop(name)
        server.kill()
        server.wait()

    def reached(self, name: str, targets: t.Collection[tuple[str, int]]) -> set[tuple[str, int]]:
        """Return the addresses and ports to which a host can make a connection, all tried at once."""
        answer = self.inside(name, "python3", "-c", CONNECT, json.dumps([*targets]))
        return set(map(tuple, json.loads(answer)))

    def close(self) -> None:
        for name in [*self._servers]:
            self.end(name)
        for name in self.names.values():
            self._run("ip", "netns", "delete", name)
