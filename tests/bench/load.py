# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A continuous client: puts objects and gets them back while something is done to the cluster, and tells what it missed."""

from __future__ import annotations

import io
import itertools
import os
import threading
import time
import typing as t
from dataclasses import dataclass, field

import certifi
import minio
import urllib3

BUCKET = "load"
SIZE = 16 * 1024
# objects of one worker, written again and again
NAMES = 50
# between two operations of one worker, so that the client leaves the servers' processors alone
PAUSE = 0.02
PATIENCE = 30.0
LOCK = threading.Lock()
TIMEOUT = urllib3.Timeout(connect=2.0, read=10.0)


@dataclass
class Cluster:
    """How a client reaches a deployment."""

    nodes: t.Sequence[str]
    """Address and port of every node, such as 10.231.1.11:9000."""
    access_key: str
    secret_key: str
    ca: str | None = None
    """File with the CA of the nodes; None for plain HTTP."""

    def client(self, node: str) -> minio.Minio:
        """Return a client of one node, which neither retries nor goes elsewhere by itself."""
        transport = urllib3.PoolManager(
            timeout=TIMEOUT, retries=False, cert_reqs="CERT_REQUIRED", ca_certs=self.ca or certifi.where()
        )
        return minio.Minio(
            node,
            self.access_key,
            self.secret_key,
            secure=self.ca is not None,
            region="us-east-1",
            http_client=transport,
        )


@dataclass
class Missed:
    """What a client went through; all times in seconds."""

    served: list[float] = field(default_factory=list)
    """When an operation succeeded, by time.monotonic(), in order."""
    retries: int = 0
    """Tries at a node that another try made good."""
    failed: list[str] = field(default_factory=list)
    """One sentence per operation that failed for good."""
    slowest: float = 0.0
    """The longest that an operation took, its retries included."""

    @property
    def gap(self) -> float:
        """The longest time in which no operation succeeded anywhere."""
        return max((after - before for before, after in itertools.pairwise(self.served)), default=0.0)

    def figures(self) -> dict[str, t.Any]:
        """Return counts and times, and the first failure's text."""
        return {
            "operations": len(self.served) + len(self.failed),
            "failed": len(self.failed),
            "retries": self.retries,
            "gap": round(self.gap, 2),
            "slowest": round(self.slowest, 2),
            "first_failure": self.failed[0] if self.failed else None,
        }


class Load:
    """Puts and gets for as long as the context lasts, by one worker per node.

    One that retries goes to the next node at once and gives an operation PATIENCE seconds, as a client behind a load
    balancer does. One that does not retry stays with its node.
    """

    def __init__(self, cluster: Cluster, retry: bool = True) -> None:
        self.missed = Missed()
        self._cluster = cluster
        self._end = threading.Event()
        self._workers = [
            _Worker(cluster, position, retry, self.missed, self._end) for position in range(len(cluster.nodes))
        ]

    def __enter__(self) -> Load:
        client = self._cluster.client(self._cluster.nodes[0])
        if not client.bucket_exists(BUCKET):
            client.make_bucket(BUCKET)
        for worker in self._workers:
            worker.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._end.set()
        for worker in self._workers:
            worker.join()
        self.missed.served.sort()


class _Worker(threading.Thread):
    def __init__(self, cluster: Cluster, position: int, retry: bool, missed: Missed, end: threading.Event) -> None:
        super().__init__(name=f"load-{position}", daemon=True)
        self._prefix = position
        self._position = position
        self._nodes = cluster.nodes
        self._clients = [cluster.client(node) for node in cluster.nodes]
        self._retry = retry
        self._missed = missed
        self._end = end

    def run(self) -> None:
        for number in itertools.cycle(range(NAMES)):
            name, content = f"{self._prefix}-{number}", os.urandom(SIZE)
            # what was not put cannot be got
            if self._served(_put, name, content):
                self._served(_get, name, content)
            if self._end.wait(PAUSE):
                return

    def _served(self, operation: t.Callable[[minio.Minio, str, bytes], None], name: str, content: bytes) -> bool:
        """Do one operation, at the next nodes where this one fails, and note how it went."""
        began, tries = time.monotonic(), 0
        while True:
            try:
                operation(self._clients[self._position], name, content)
            except Exception as error:  # whatever it is, the client was not served
                failure = f"{operation.__name__[1:]} at {self._nodes[self._position]}: {type(error).__name__}: {error}"
            else:
                self._note(began, tries)
                return True
            if not self._retry or time.monotonic() - began > PATIENCE:
                self._note(began, 0, failure)
                return False
            tries += 1
            self._position = (self._position + 1) % len(self._clients)
            # once every node has refused
            if tries % len(self._clients) == 0:
                time.sleep(0.1)

    def _note(self, began: float, tries: int, failure: str | None = None) -> None:
        now = time.monotonic()
        with LOCK:
            self._missed.retries += tries
            self._missed.slowest = max(self._missed.slowest, now - began)
            if failure is None:
                self._missed.served.append(now)
            else:
                self._missed.failed.append(failure)


def _put(client: minio.Minio, name: str, content: bytes) -> None:
    client.put_object(BUCKET, name, io.BytesIO(content), len(content))


def _get(client: minio.Minio, name: str, content: bytes) -> None:
    response = client.get_object(BUCKET, name)
    try:
        if response.read() != content:
            raise ValueError(f"{name} is not what was put")
    finally:
        response.close()
        response.release_conn()
