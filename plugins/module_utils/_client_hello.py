# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Offer a server what a local TLS library may refuse to offer: hand-made ClientHello records over a plain socket."""

from __future__ import annotations

import os
import socket
import struct
import typing as t

Address = t.Tuple[str, int]
TLS_1_0, TLS_1_1, TLS_1_2 = 0x0301, 0x0302, 0x0303
# ECDHE with AES-GCM and ChaCha20, for ECDSA and RSA certificates
AEAD = (0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8)
# ECDHE with AES-CBC and SHA-1, SHA-256, SHA-384
CBC = (0xC009, 0xC013, 0xC00A, 0xC014, 0xC023, 0xC027, 0xC024, 0xC028)
# DHE with AES-GCM and AES-CBC
FINITE_FIELD = (0x009E, 0x009F, 0x0067, 0x006B, 0x0033, 0x0039)
# the key exchanged under the server's RSA key: AES-GCM and AES-CBC
RSA_KEY_EXCHANGE = (0x009C, 0x009D, 0x002F, 0x0035, 0x003C, 0x003D)
SERVER_HELLO = b"\x02"
HANDSHAKE, ALERT = 22, 21


def _block(data: bytes, width: int) -> bytes:
    return len(data).to_bytes(width, "big") + data


def _extension(number: int, data: bytes) -> bytes:
    return struct.pack(">H", number) + _block(data, 2)


def record(version: int, suites: t.Sequence[int], name: t.Optional[str] = None) -> bytes:
    """Return the record of a ClientHello that offers one version up to TLS 1.2 and some cipher suites."""
    extensions = b""
    if name:
        extensions += _extension(0, _block(b"\x00" + _block(name.encode("idna"), 2), 2))
    extensions += _extension(10, _block(struct.pack(">4H", 29, 23, 24, 25), 2))  # X25519, P-256, P-384, P-521
    extensions += _extension(11, b"\x01\x00")  # uncompressed points
    algorithms = (0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0807)
    extensions += _extension(13, _block(struct.pack(f">{len(algorithms)}H", *algorithms), 2))
    body = struct.pack(">H", version) + os.urandom(32) + b"\x00"
    body += _block(struct.pack(f">{len(suites)}H", *suites), 2) + b"\x01\x00" + _block(extensions, 2)
    hello = b"\x01" + _block(body, 3)
    return struct.pack(">BHH", HANDSHAKE, min(version, TLS_1_0), len(hello)) + hello


def _exactly(connection: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        part = connection.recv(length - len(data))
        if not part:
            break
        data += part
    return data


def takes(
    address: Address, version: int, suites: t.Sequence[int], timeout: float, name: t.Optional[str] = None
) -> t.Optional[bool]:
    """Tell whether a server answers an offer by a ServerHello (True) or refuses it (False); None for no TLS answer.

    An older version than the one offered is no answer to the offer.
    """
    try:
        with socket.create_connection(address, timeout) as connection:
            connection.sendall(record(version, suites, name))
            head = _exactly(connection, 5)
            if len(head) < 5:
                return False if not head else None
            kind, _version, length = struct.unpack(">BHH", head)
            body = _exactly(connection, min(length, 6))
    except ConnectionResetError:
        return False
    except OSError:
        return None
    if kind == ALERT:
        return False
    if kind != HANDSHAKE or body[:1] != SERVER_HELLO:
        return None
    return body[4:] == struct.pack(">H", version)


def refusals(
    address: Address, timeout: float, name: t.Optional[str] = None
) -> t.Optional[t.Dict[str, t.Optional[bool]]]:
    """Return which weak offers a server refuses; None where even the good one, the positive control, is not taken."""
    if takes(address, TLS_1_2, AEAD, timeout, name) is not True:
        return None
    offers = {
        "1.0": (TLS_1_0, CBC + RSA_KEY_EXCHANGE),
        "1.1": (TLS_1_1, CBC + RSA_KEY_EXCHANGE),
        "cbc": (TLS_1_2, CBC),
        "rsa_key_exchange": (TLS_1_2, RSA_KEY_EXCHANGE),
    }
    taken = {label: takes(address, version, suites, timeout, name) for label, (version, suites) in offers.items()}
    return {label: None if answer is None else not answer for label, answer in taken.items()}


def versions(address: Address, timeout: float, name: t.Optional[str] = None) -> t.List[str]:
    """Return the versions up to TLS 1.2 that a server takes, whatever its cipher suites, the oldest first."""
    offers = {"TLSv1": TLS_1_0, "TLSv1.1": TLS_1_1, "TLSv1.2": TLS_1_2}
    suites = AEAD + CBC + FINITE_FIELD + RSA_KEY_EXCHANGE
    return [label for label, version in offers.items() if takes(address, version, suites, timeout, name)]
