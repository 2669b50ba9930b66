# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What systemd knows of a unit, and what it would give to the process if the unit were started now."""

from __future__ import annotations

import glob
import os
import re
import shlex
import subprocess
import typing as t

from ._errors import ServerError

PROPERTIES = (
    "ActiveState,SubState,MainPID,ExecMainPID,FragmentPath,DropInPaths,UnitFileState,NeedDaemonReload,Environment,"
    "EnvironmentFiles,ExecStart,User,Group,Result,Type,LoadState,Id"
)
COMMENT = re.compile(r"\s*[#;]")
ARGV = re.compile(r"argv\[\]=(.*?) ; ignore_errors=")
ENVIRONMENT_FILE = re.compile(r"(\S+) \(ignore_errors=(yes|no)\)")
# the escapes that systemd takes off inside double quotes; every other backslash stays
DOUBLE_QUOTED_ESCAPE = re.compile(r'\\([\\"`$])')


def show(unit: str) -> t.Dict[str, str]:
    """Return the properties of a unit as systemctl prints them; LoadState is "not-found" for one that is not there."""
    finished = subprocess.run(
        ["systemctl", "show", "--property", PROPERTIES, "--", unit], capture_output=True, text=True, check=False
    )
    if finished.returncode:
        raise ServerError(f"systemctl show {unit} failed: {finished.stderr.strip()}")
    properties: t.Dict[str, str] = {}
    for line in finished.stdout.splitlines():
        name, _, value = line.partition("=")
        # EnvironmentFiles is printed once per file
        properties[name] = f"{properties[name]}\n{value}" if name in properties else value
    return properties


def parse_environment_file(text: str) -> t.Dict[str, str]:
    """Return what systemd would read from an EnvironmentFile: no shell, no expansion, quotes and escapes as measured."""
    variables: t.Dict[str, str] = {}
    position = 0
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        line = text[position:end]
        name, separator, _ = line.partition("=")
        if COMMENT.match(line) or not separator:
            position = end + 1
            continue
        value, position = _value(text, position + len(name) + 1)
        if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name.strip()):
            variables[name.strip()] = value
    return variables


def _value(text: str, position: int) -> t.Tuple[str, int]:
    """Read one value; returns it and the position after its line."""
    parts: t.List[str] = []
    bare = ""
    while position < len(text) and text[position] in " \t":
        position += 1
    while position < len(text) and text[position] != "\n":
        character = text[position]
        if character in "'\"" and not bare.strip():
            closing = _closing(text, position)
            quoted = text[position + 1 : closing]
            parts.append(DOUBLE_QUOTED_ESCAPE.sub(r"\1", quoted) if character == '"' else quoted)
            position, bare = closing + 1, ""
        elif character == "\\" and position + 1 < len(text):
            bare += "" if text[position + 1] == "\n" else text[position + 1]
            position += 2
        else:
            bare += character
            position += 1
    return "".join(parts) + bare.rstrip(), position + 1


def _closing(text: str, opening: int) -> int:
    """Return the position of the quote that ends a quoted value, the end of the text where there is none."""
    quote, position = text[opening], opening + 1
    while position < len(text) and text[position] != quote:
        position += 2 if quote == '"' and text[position] == "\\" else 1
    return position


def environment_files(properties: t.Dict[str, str]) -> t.List[str]:
    """Return the files that the unit reads its environment from, wildcards expanded, in systemd's order."""
    paths: t.List[str] = []
    for pattern, _ignore in ENVIRONMENT_FILE.findall(properties.get("EnvironmentFiles", "")):
        paths.extend(sorted(glob.glob(pattern)) if glob.has_magic(pattern) else [pattern])
    return [path for path in paths if os.path.exists(path)]


def would_be_environment(properties: t.Dict[str, str]) -> t.Dict[str, str]:
    """Return the variables that the unit's settings and files would give to a process started now."""
    variables = dict(part.partition("=")[::2] for part in shlex.split(properties.get("Environment", "")))
    for path in environment_files(properties):
        with open(path, encoding="utf-8", errors="surrogateescape") as stream:
            variables.update(parse_environment_file(stream.read()))
    return variables


def would_be_command(properties: t.Dict[str, str], environment: t.Dict[str, str]) -> t.List[str]:
    """Return the arguments that the unit's ExecStart would run with now: $NAME split into words, ${NAME} kept whole."""
    found = ARGV.search(properties.get("ExecStart", ""))
    arguments: t.List[str] = []
    for word in shlex.split(found.group(1)) if found else []:
        if re.fullmatch(r"\$[A-Za-z_][A-Za-z0-9_]*", word):
            arguments.extend(environment.get(word[1:], "").split())
        else:
            arguments.append(re.sub(r"\$\{(\w+)\}", lambda match: environment.get(match.group(1), ""), word))
    return arguments
