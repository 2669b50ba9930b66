# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""A TLS listener that shows certificates and serves nothing."""

from __future__ import annotations

import pathlib
import socket
import ssl
import threading
import typing as t


def place(folder: pathlib.Path, pair: t.Mapping[str, str]) -> None:
    """Store a certificate and its key as MinIO wants them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "public.crt").write_text(pair["certificate"])
    (folder / "private.key").write_text(pair["private_key"])


class Listener:
    """A TLS listener on loopback that shows one certificate, and others by the name that a client asks for."""

    def __init__(self, folder: pathlib.Path, pair: t.Mapping[str, str]) -> None:
        """Start it."""
        self._folder = folder
        self.by_name: dict[str, ssl.SSLContext] = {}
        self._default = self.context(pair)
        self._default.sni_callback = self._choose
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address: tuple[str, int] = self._socket.getsockname()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def context(self, pair: t.Mapping[str, str]) -> ssl.SSLContext:
        """Return a context that shows this certificate."""
        place(self._folder, pair)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / "public.crt", self._folder / "private.key")
        return context

    def _choose(self, connection: t.Any, name: t.Optional[str], _context: t.Any) -> None:
        connection.context = self.by_name.get(name or "", self._default)

    def _serve(self) -> None:
        while True:
            try:
                plain, _peer = self._socket.accept()
            except OSError:
                return
            try:
                plain.settimeout(10)
                self._default.wrap_socket(plain, server_side=True).close()
            except OSError:
                plain.close()

    def stop(self) -> None:
        """End it."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()
