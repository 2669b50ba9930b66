# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real OpenID provider as a service of a lab, on the host of the key management system."""

from __future__ import annotations

import io
import json
import pathlib
import subprocess
import tarfile
import tempfile
import typing as t

from tests.integration.servers import oidc
from tests.integration.servers.authority import Authority
from tests.lab import binaries
from tests.lab.lab import Lab

HOME = "/opt/openid"
SERVICE = "openid"
PORT = 8443
ROLE = "staff"
"""Name at MinIO of the provider that gives everybody the same policy."""
UNIT = f"""\
[Service]
ExecStart={HOME}/node {HOME}/server.mjs {HOME}/settings.json
[Install]
WantedBy=multi-user.target
"""


def host(lab: Lab) -> str:
    """Return the name of the provider's host."""
    return lab.hosts("kms")[0]


def issuer(lab: Lab) -> str:
    """Return what the provider calls itself."""
    return f"https://{lab.addresses[host(lab)]}:{PORT}"


def authority_file(lab: Lab) -> pathlib.Path:
    """Return the file with the CA of the provider, on this machine."""
    return lab.home / "openid-ca.crt"


def _providers(lab: Lab) -> list[dict[str, t.Any]]:
    """Return the variable minio_idp_openid: one provider by claims, one with a role."""
    common = {
        "config_url": f"{issuer(lab)}/.well-known/openid-configuration",
        "client_secret": oidc.CLIENT_SECRET,
        "scopes": ["openid"],
    }
    return [
        {**common, "client_id": oidc.CLIENT, "claim_name": "policy"},
        {**common, "name": ROLE, "client_id": oidc.OTHER_CLIENT, "role_policy": "lab-app", "display_name": "Lab staff"},
    ]


def _send(lab: Lab, files: t.Mapping[str, str]) -> None:
    """Put the program and its files on the host."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.add(binaries.node(), "node")
        archive.add(binaries.openid(), ".")
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(text.encode()), 0o600
            archive.addfile(member, io.BytesIO(text.encode()))
    command = f"install -d -m 700 {HOME} && tar --extract --no-same-owner --directory {HOME}"
    subprocess.run(lab.command(host(lab), command), input=stream.getvalue(), check=True, capture_output=True)


def set_up(lab: Lab) -> None:
    """Run the provider, and write down what the scenario's variables say of it."""
    address = lab.addresses[host(lab)]
    with tempfile.TemporaryDirectory() as name:
        authority = Authority(pathlib.Path(name), "CA of the lab's OpenID provider", days=365)
        pair = authority.issue("openid", ["localhost"], [address, "127.0.0.1"], days=300)
        files = {
            "openid.crt": pair.certificate.read_text(),
            "openid.key": pair.key.read_text(),
            "settings.json": json.dumps(oidc.settings(issuer(lab), "0.0.0.0", PORT, HOME)),
        }
        certificate = authority.certificate.read_text()
    _send(lab, files)
    lab.on(host(lab), f"cat > /etc/systemd/system/{SERVICE}.service", UNIT)
    lab.on(host(lab), f"systemctl daemon-reload; systemctl enable --quiet --now {SERVICE}")
    lab.on(host(lab), f"until ss -Hltn 'sport = :{PORT}' | grep -q .; do sleep 0.2; done")
    authority_file(lab).write_text(certificate)
    said = {"ca": certificate, "providers": _providers(lab), "password": oidc.PASSWORD}
    (lab.home / "openid.json").write_text(json.dumps(said))
