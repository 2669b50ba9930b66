# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""An OpenID provider on loopback as far as MinIO asks one at its start: discovery and an empty set of keys, by https."""

from __future__ import annotations

import http.server
import json
import ssl
import threading
import typing as t

from tests.integration.servers.authority import Authority


class OpenIDProvider:
    """Answers until it is closed."""

    def __init__(
        self,
        authority: Authority,
        discovery: t.Mapping[str, t.Any] | None = None,
        keys: t.Sequence[t.Mapping[str, t.Any]] = (),
    ) -> None:
        """Listen and answer in a thread.

        *discovery* has what its document says otherwise, where {base} is its own address; None takes it out.
        """
        differing = json.dumps(discovery or {})
        pair = authority.issue("openid")
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(pair.certificate, pair.key)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                base = f"https://127.0.0.1:{self.server.server_address[1]}"
                said = {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "jwks_uri": f"{base}/keys",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                    **json.loads(differing.replace("{base}", base)),
                }
                said = {name: value for name, value in said.items() if value is not None}
                body = json.dumps({"keys": keys} if self.path == "/keys" else said).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.config_url = f"https://127.0.0.1:{self._server.server_address[1]}/.well-known/openid-configuration"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
