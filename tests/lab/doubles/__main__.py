# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a double until SIGTERM; it prints "ready" once it accepts connections.

python3 -m tests.lab.doubles azure --address 127.0.0.31 --certificate tls.crt --key tls.key --accounts accounts.json --state state.json
"""

from __future__ import annotations

import argparse
import importlib
import pathlib
import signal
import sys

from .server import Files, HttpsServer

# not imported before they are chosen: each has libraries of its own
SERVICES = {
    "aws": "AwsSecretsManager",
    "azure": "AzureKeyVault",
    "ciphertrust": "CipherTrust",
    "fortanix": "Fortanix",
    "gcp": "GcpSecretManager",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m tests.lab.doubles", description=__doc__.splitlines()[0])
    parser.add_argument("service", choices=sorted(SERVICES))
    parser.add_argument("--address", default="127.0.0.1", help="IP address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=443, help="TCP port to listen on (default 443)")
    parser.add_argument("--certificate", type=pathlib.Path, required=True, help="certificate for its host names, PEM")
    parser.add_argument("--key", type=pathlib.Path, required=True, help="its private key, PEM")
    parser.add_argument("--accounts", type=pathlib.Path, required=True, help="who may do what, JSON")
    parser.add_argument("--state", type=pathlib.Path, help="where to keep what is stored, JSON (default: nowhere)")
    options = parser.parse_args()
    module = importlib.import_module(f".{options.service}", __package__)
    service = getattr(module, SERVICES[options.service])(Files(options.accounts, options.state))
    server = HttpsServer(service, options.address, options.port, options.certificate, options.key)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
