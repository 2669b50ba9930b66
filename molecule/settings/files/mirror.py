# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Serve the programs that lie beside this file, by https on port 8443 of this host alone."""

from __future__ import annotations

import functools
import http.server
import pathlib
import ssl

FOLDER = pathlib.Path(__file__).parent


def main() -> None:
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(FOLDER))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 8443), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(FOLDER / "mirror.crt", FOLDER / "mirror.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
