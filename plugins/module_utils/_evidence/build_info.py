# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Read what the Go linker notes in an executable: package, module, version, settings (as `go version -m` prints)."""

from __future__ import annotations

import os
import struct
import typing as t
from dataclasses import dataclass

MAGIC = b"\xff Go buildinf:"
HEADER = 32
INLINE = 0x2
"""Flag of Go 1.18 and later: the two strings follow the header."""
SERVERS = {"minio": "minio", "silo": "minio", "kes": "kes"}
"""Last element of the program's Go package (of its name, where the executable may not be read) -> server."""


@dataclass
class BuildInfo:
    """What one executable says of itself."""

    go: str
    path: str
    """Go package of the program, such as github.com/minio/kes/cmd/kes."""
    module: str
    version: t.Optional[str]
    """Version of the module; None for "(devel)"."""
    sum: t.Optional[str]
    """The module's checksum, h1:...; only a module from the module registry has one."""
    settings: t.Dict[str, str]
    modules: t.List[str]
    """Paths of the modules linked in, those that replace others included."""

    @property
    def server(self) -> t.Optional[str]:
        """Which server the program is, "minio" or "kes"; None for any other."""
        return SERVERS.get(self.path.rpartition("/")[2])


def _section(handle: int) -> t.Optional[bytes]:
    """Return the section .go.buildinfo of a 64-bit little-endian ELF file."""
    header = os.pread(handle, 64, 0)
    if header[:6] != b"\x7fELF\x02\x01":
        return None
    (offset,) = struct.unpack_from("<Q", header, 40)
    size, count, names = struct.unpack_from("<HHH", header, 58)
    table = os.pread(handle, size * count, offset)
    sections = [struct.unpack_from("<IIQQQQ", table, size * index) for index in range(count)]
    strings = os.pread(handle, sections[names][5], sections[names][4])
    for section in sections:
        if strings[section[0] :].startswith(b".go.buildinfo\0"):
            return os.pread(handle, section[5], section[4])
    return None


def _strings(section: bytes) -> t.List[str]:
    """Return the version of Go and the module text: each has its length as an unsigned varint before it."""
    position, strings = HEADER, []
    for _unused in range(2):
        length = shift = 0
        while True:
            byte = section[position]
            position += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        strings.append(section[position : position + length].decode("utf-8", "replace"))
        position += length
    return strings


def parse(go: str, text: str) -> BuildInfo:
    """Return the facts of a module text, which has one tab-separated fact per line."""
    info = BuildInfo(go=go, path="", module="", version=None, sum=None, settings={}, modules=[])
    for line in text.splitlines():
        fields = line.split("\t")
        if fields[0] == "path":
            info.path = fields[1]
        elif fields[0] == "mod":
            info.module = fields[1]
            info.version = fields[2] if len(fields) > 2 and fields[2] != "(devel)" else None
            info.sum = fields[3] if len(fields) > 3 and fields[3] else None
        elif fields[0] in ("dep", "=>"):
            info.modules.append(fields[1])
            if fields[0] == "dep" and (info.path + "/").startswith(fields[1] + "/"):
                # built through another module's go.mod: the program's own module is a dependency of that one
                info.module, info.version, info.sum = fields[1], fields[2], fields[3] if len(fields) > 3 else None
        elif fields[0] == "build" and "=" in fields[1]:
            name, value = fields[1].split("=", 1)
            info.settings[name] = value
    return info


def read(path: str) -> t.Optional[BuildInfo]:
    """Return the build information of an executable; None if it has none or may not be read."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return None
    try:
        section = _section(handle)
        if section is None or not section.startswith(MAGIC) or not section[len(MAGIC) + 1] & INLINE:
            return None
        go, text = _strings(section)
    except (OSError, struct.error, IndexError):
        return None
    finally:
        os.close(handle)
    # the linker puts 16 marker bytes before and after the module text
    return parse(go, text[16:-16])
