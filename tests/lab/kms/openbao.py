# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""OpenBao, a real server."""

from __future__ import annotations

import pathlib
import shlex
import uuid

from tests import collection

from .. import binaries
from .system import Settings, System

SCRIPT = pathlib.Path(__file__).with_suffix(".sh")
POLICY = collection.CHECKOUT / "docs" / "policies" / "vault.hcl"
ROOT = """
export BAO_ADDR=https://127.0.0.1:8200 BAO_CACERT=/etc/openbao/ca.crt
BAO_TOKEN=$(python3 -c 'import json; print(json.load(open("/etc/openbao/init.json"))["root_token"])')
export BAO_TOKEN
"""
ROLE = "auth/approle/role/kes"


class OpenBao(System):
    """OpenBao with TLS, KV version 2 and an AppRole; secrets of logins are its secret IDs."""

    backend, host, service = "vault", "openbao", "openbao"

    @classmethod
    def programs(cls) -> dict[str, pathlib.Path]:
        """Return OpenBao's."""
        return {"/opt/lab/bao": binaries.openbao()}

    def set_up(self, address: str) -> None:
        """Run openbao.sh there."""
        self.on("mkdir -p /etc/openbao; cat > /etc/openbao/kes.hcl", POLICY.read_text())
        self.on(f"bash -s {shlex.quote(address)}", SCRIPT.read_text())

    def _bao(self, command: str) -> str:
        return self.on("bash -s", f"{ROOT}\n/opt/lab/bao {command} < /dev/null\n").strip()

    def new_login(self) -> str:
        """Return a further secret ID."""
        return self._bao(f"write -field=secret_id -f {ROLE}/secret-id")

    def add_engine(self, name: str) -> None:
        """Add an engine like the first one, and give the AppRole the same rights there."""
        self._bao(f"secrets enable -path={name} -version=2 kv")
        rules = POLICY.read_text() + POLICY.read_text().replace("kv/", f"{name}/").replace("kes/kes", "kes")
        self.on(f"cat > /etc/openbao/{name}.hcl", rules)
        self._bao(f"policy write kes /etc/openbao/{name}.hcl")

    def unknown_login(self) -> str:
        """Return a secret ID that OpenBao has not made."""
        return str(uuid.uuid4())

    def revoke(self, secret: str) -> None:
        """Destroy a secret ID, and end the tokens that it was given."""
        self._bao(f"write {ROLE}/secret-id/destroy secret_id={shlex.quote(secret)}")
        self._bao("token revoke -mode=path auth/approle")

    def settings(self, secret: str) -> Settings:
        """Return the settings of minio_kes_vault."""
        return {
            "endpoint": f"https://{self.host}:8200",
            "engine": "kv",
            "version": "v2",
            "prefix": "kes",
            "approle": {"id": self._bao(f"read -field=role_id {ROLE}/role-id"), "secret": secret},
            "ca": self.on("cat /etc/openbao/ca.crt"),
            "ping": "3s",
        }
