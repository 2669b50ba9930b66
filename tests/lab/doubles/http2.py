# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP/2 as far as gRPC needs it: short calls one after another, answers with trailers."""

from __future__ import annotations

import ssl
import typing as t

from h2 import events
from h2.config import H2Configuration
from h2.connection import H2Connection

if t.TYPE_CHECKING:
    from .server import Answer

Ask = t.Callable[[str, str, str, t.Dict[str, str], bytes], "Answer"]


def _reply(connection: H2Connection, stream: int, answer: Answer) -> None:
    headers, content = answer.encoded()
    connection.send_headers(stream, [(":status", str(answer.status)), *headers.items()])
    # what a service stores for KES is short: it fits into the window that a client opens with
    size = connection.max_outbound_frame_size
    for start in range(0, len(content), size):
        connection.send_data(stream, content[start : start + size])
    if answer.trailers is None:
        connection.end_stream(stream)
    else:
        connection.send_headers(stream, list(answer.trailers.items()), end_stream=True)


def serve(link: ssl.SSLSocket, ask: Ask) -> None:
    """Answer all calls of one connection until its client closes it."""
    connection = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
    connection.initiate_connection()
    link.sendall(connection.data_to_send())
    calls: dict[int, tuple[dict[str, str], bytearray]] = {}
    while data := link.recv(65536):
        for event in connection.receive_data(data):
            if isinstance(event, events.RequestReceived):
                calls[event.stream_id] = (dict(event.headers), bytearray())
            elif isinstance(event, events.DataReceived):
                calls[event.stream_id][1].extend(event.data)
                connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, events.StreamReset):
                calls.pop(event.stream_id, None)
            elif isinstance(event, events.StreamEnded):
                headers, body = calls.pop(event.stream_id)
                answer = ask(headers[":method"], headers[":authority"], headers[":path"], headers, bytes(body))
                _reply(connection, event.stream_id, answer)
        link.sendall(connection.data_to_send())
