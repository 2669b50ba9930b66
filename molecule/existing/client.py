# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Use a cluster without a pause, as its clients do, and write down every request that no node served.

client.py CA FILE ADDRESS..., with the secret key of the service account ledger-app in SECRET_KEY; ends when FILE.stop is there
"""

from __future__ import annotations

import json
import os
import pathlib
import ssl
import sys
import time
import typing as t

import minio
import urllib3

ONE = 1024
TIMEOUT = urllib3.Timeout(connect=5, read=20)


class Client:
    """Puts and gets at one node after another, by https once the node speaks it."""

    def __init__(self, certificate: pathlib.Path, addresses: list[str], secret: str) -> None:
        self.certificate = certificate
        self.addresses = addresses
        self.secret = secret
        self.clients: dict[tuple[str, bool], minio.Minio] = {}

    def _client(self, address: str, secure: bool) -> minio.Minio:
        key = (address, secure)
        if key not in self.clients:
            context = ssl.create_default_context(cafile=str(self.certificate)) if secure else None
            pool = urllib3.PoolManager(timeout=TIMEOUT, retries=False, ssl_context=context)
            self.clients[key] = minio.Minio(
                endpoint=address, access_key="ledger-app", secret_key=self.secret, secure=secure, http_client=pool,
                region="us-east-1",
            )  # fmt: skip
        return self.clients[key]

    def served(self, operation: t.Callable[[minio.Minio], None]) -> bool:
        """Try an operation at every node, encrypted first where there is a CA to trust."""
        for secure in (True, False) if self.certificate.exists() else (False,):
            for address in self.addresses:
                try:
                    operation(self._client(address, secure))
                except (minio.error.MinioException, urllib3.exceptions.HTTPError, ValueError):
                    continue
                return True
        return False


def put(client: minio.Minio) -> None:
    client.put_object("ledger", "running.csv", _Content(), ONE)


def get(client: minio.Minio) -> None:
    answer = client.get_object("ledger", "year.csv")
    try:
        answer.read()
    finally:
        answer.close()


class _Content:
    """A kilobyte, as often as it is asked for."""

    def read(self, size: int = -1) -> bytes:
        return b"x" * (ONE if size < 0 else size)


def main() -> None:
    certificate, log, *addresses = sys.argv[1:]
    stop = pathlib.Path(f"{log}.stop")
    client = Client(pathlib.Path(certificate), addresses, os.environ["SECRET_KEY"])
    with open(log, "w", encoding="utf-8") as stream:
        while not stop.exists():
            for operation in (put, get):
                begun = time.time()
                served = client.served(operation)
                entry = {"operation": operation.__name__, "begun": begun, "ended": time.time(), "served": served}
                stream.write(json.dumps(entry) + "\n")
                stream.flush()
            time.sleep(0.2)


if __name__ == "__main__":
    main()
