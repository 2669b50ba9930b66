# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The credentials of the deployment as the tests change them, and a client that works on meanwhile."""

from __future__ import annotations

import io
import threading
import time
import typing as t

import minio
import pytest
import urllib3
import yaml
from minio.credentials import StaticProvider

from tests.lab.hosts import TREE
from tests.lab.lab import SETTINGS, Lab
from tests.lab.runs import Run

OWN = yaml.safe_load((TREE / "molecule" / "credentials" / "group_vars" / "minio.yml").read_text())
BUCKET = "lab-app"
PATIENCE = 60
"""Seconds for which a client that was refused tries on, as those of the vendors do."""


class Deployment:
    """The deployment and the credentials that the inventory has for it."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.root = SETTINGS["minio_root_user"], SETTINGS["minio_root_password"]
        self.automation = OWN["minio_access_key"], OWN["minio_secret_key"]
        self._pool = urllib3.PoolManager(ca_certs=str(lab.ca), timeout=urllib3.Timeout(2, 20), retries=False)

    @property
    def nodes(self) -> list[str]:
        return self.lab.hosts("minio")

    def client(self, node: str, credential: tuple[str, str]) -> minio.Minio:
        """Return a client of one node that tries everything once."""
        address = f"{self.lab.addresses[node]}:9000"
        return minio.Minio(
            endpoint=address, access_key=credential[0], secret_key=credential[1], http_client=self._pool,
            region="us-east-1",
        )  # fmt: skip

    def administration(self) -> minio.MinioAdmin:
        """Return the Admin API of the first node, for automation."""
        given = StaticProvider(*self.automation)
        return minio.MinioAdmin(
            endpoint=f"{self.lab.addresses['minio1']}:9000", credentials=given, http_client=self._pool
        )

    def refusals(self, credential: tuple[str, str]) -> dict[str, str | None]:
        """Return by node what it says to a credential: None if it takes it."""
        answers: dict[str, str | None] = {}
        for node in self.nodes:
            try:
                self.client(node, credential).list_buckets()
                answers[node] = None
            except minio.error.S3Error as error:
                answers[node] = f"{error.code}: {error.message}"
        return answers

    def taken_everywhere(self, credential: tuple[str, str]) -> bool:
        return self.refusals(credential) == dict.fromkeys(self.nodes)

    def play(self, playbook: str | list[dict[str, t.Any]], *options: str, **variables: t.Any) -> Run:
        """Start a playbook with the credentials that are known, and others over them."""
        known = {
            **OWN,
            **dict(zip(("minio_root_user", "minio_root_password"), self.root)),
            **dict(zip(("minio_access_key", "minio_secret_key"), self.automation)),
        }
        return self.lab.play(playbook, *options, variables={**known, **variables})

    def rotate(self, *options: str, **variables: t.Any) -> Run:
        return self.play("hardening.minio.rotate_credentials", *options, **variables)

    def identities(self, *options: str, **variables: t.Any) -> Run:
        """Run the role minio_idp alone to its end."""
        role = {"ansible.builtin.include_role": {"name": "hardening.minio.minio_idp"}}
        plays = [{"hosts": "minio", "gather_facts": False, "any_errors_fatal": True, "tasks": [role]}]
        return self.play(plays, *options, **variables).finish()


class Load:
    """A client that puts and gets objects without a pause, as a user, at whichever node serves it."""

    def __init__(self, deployment: Deployment) -> None:
        user = SETTINGS["minio_idp_users"][0]
        self._clients = [deployment.client(node, (user["name"], user["secret_key"])) for node in deployment.nodes]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work)
        self.served: list[tuple[float, float]] = []
        self.lost: list[tuple[float, float, str]] = []
        self.refused: list[tuple[float, str]] = []

    def __enter__(self) -> Load:
        self._thread.start()
        return self

    def __exit__(self, *_problem: t.Any) -> None:
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._over.is_set():
            self._request()
            time.sleep(0.1)

    def _request(self) -> None:
        begun, reason = time.time(), ""
        while time.time() < begun + PATIENCE:
            for client in self._clients:
                try:
                    client.put_object(BUCKET, "load", io.BytesIO(b"load"), 4)
                    client.get_object(BUCKET, "load").close()
                except (minio.error.MinioException, urllib3.exceptions.HTTPError, OSError) as error:
                    reason = f"{type(error).__name__}: {error}"
                    self.refused.append((time.time(), reason))
                    continue
                self.served.append((begun, time.time()))
                return
            time.sleep(0.1)
        self.lost.append((begun, time.time(), reason))


@pytest.fixture(scope="session")
def deployment(lab):
    """Return the deployment, with the bucket that clients use."""
    made = Deployment(lab)
    client = made.client("minio1", made.automation)
    if not client.bucket_exists(BUCKET):
        client.make_bucket(BUCKET)
    return made


@pytest.fixture(scope="session")
def load(deployment):
    """Return what makes a client work for as long as a context lasts."""
    return lambda: Load(deployment)
