# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""What systemd knows of a unit, and what it would give to the process if the unit were started now."""

from __future__ import annotations

import glob
import os
import re
import subprocess
import typing as t

from ._errors import ServerError

PROPERTIES = (
    "ActiveState,SubState,MainPID,ExecMainPID,FragmentPath,DropInPaths,UnitFileState,NeedDaemonReload,Environment,"
    "EnvironmentFiles,ExecStart,User,Group,Result,Type,LoadState,Id"
)
SHOWN_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)', re.DOTALL)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
C_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
ARGV = re.compile(r"argv\[\]=(.*?) ; ignore_errors=")
ENVIRONMENT_FILE = re.compile(r"(\S+) \(ignore_errors=(yes|no)\)")


def show(unit: str) -> t.Dict[str, str]:
    """Return the properties of a unit as systemctl prints them; LoadState is "not-found" for one that is not there."""
    finished = subprocess.run(
        ["systemctl", "show", "--property", PROPERTIES, "--", unit], capture_output=True, text=True, check=False
    )
    if finished.returncode:
        raise ServerError(f"systemctl show {unit} failed: {finished.stderr.strip()}")
    properties: t.Dict[str, str] = {}
    for line in finished.stdout.splitlines():
        name, _equals, value = line.partition("=")
        # EnvironmentFiles is printed once per file
        properties[name] = f"{properties[name]}\n{value}" if name in properties else value
    return properties


def any_enabled(units: t.Iterable[str], folder: str = "/etc/systemd/system") -> bool:
    """Tell whether one of the units starts at boot: another one has a link to it, and it is not masked.

    Not asked of systemd, which takes longer for units that it has not loaded than for all the rest.
    """
    return any(
        os.path.exists(link)
        for unit in units
        if os.path.realpath(f"{folder}/{unit}") != os.devnull
        for kind in ("wants", "requires")
        for link in glob.glob(f"{folder}/*.{kind}/{unit}")
    )


def parse_environment_file(text: str) -> t.Dict[str, str]:
    """Return what systemd would read from an EnvironmentFile: no shell, no expansion.

    One state per character, as systemd's own parser has them, because its treatment of quotes, escapes, blanks and
    continued lines follows no simpler rule: a quote opens only at the beginning of a value and after a quoted part.
    """
    variables: t.Dict[str, str] = {}
    state, name, value, blanks = "name", "", "", ""
    for character in [*text, ""]:
        end = character in ("\n", "\r", "")
        if state == "name" and not name and character and character in "#;":
            state = "comment"
        elif state == "name":
            if character == "=" and name:
                state, value, blanks = "before", "", ""
            else:
                name = "" if end else (name + character).lstrip()
        elif state == "comment":
            state = "comment\\" if character == "\\" else "name" if end else state
        elif (end and character == "") or (end and state in ("before", "value")):
            if NAME.fullmatch(name.rstrip()):
                variables[name.rstrip()] = value
            state, name = "name", ""
        elif state in ("before", "value") and character == "\\":
            value, blanks, state = value + blanks, "", "value\\"
        elif state == "before":
            state = character if character in "'\"" else state if character in " \t" else "value"
            value += character if state == "value" else ""
        elif state == "value":
            # blanks count only when something follows them
            blanks, value = (blanks + character, value) if character in " \t" else ("", value + blanks + character)
        elif state == character:
            state = "before"
        elif state == '"' and character == "\\":
            state = '"\\'
        elif state in ("'", '"'):
            value += character
        else:
            # after a backslash
            kept = "\\" if state == '"\\' and character not in '"\\`$\n' else ""
            value += kept + ("" if character == "\n" or state == "comment\\" else character)
            state = state[:-1]
    return variables


def environment_file(variables: t.Mapping[str, str]) -> str:
    """Return the text of an EnvironmentFile: within double quotes only the backslash and the quote mean something to systemd."""
    escaped = {name: value.replace("\\", "\\\\").replace('"', '\\"') for name, value in variables.items()}
    return "".join(f'{name}="{value}"\n' for name, value in sorted(escaped.items()))


def environment_files(properties: t.Dict[str, str]) -> t.List[str]:
    """Return the files that the unit reads its environment from, wildcards expanded, in systemd's order."""
    paths: t.List[str] = []
    for pattern, _ignore in ENVIRONMENT_FILE.findall(properties.get("EnvironmentFiles", "")):
        paths.extend(sorted(glob.glob(pattern)) if glob.has_magic(pattern) else [pattern])
    return [path for path in paths if os.path.exists(path)]


def shown_words(text: str) -> t.List[str]:
    """Split what systemctl shows of a list of words: in quotes where needed, and then with the escapes of C."""
    words = []
    for quoted, bare in SHOWN_WORD.findall(text):
        words.append(bare or ESCAPE.sub(lambda found: C_ESCAPES.get(found.group(1), found.group(1)), quoted))
    return words


def would_be_environment(properties: t.Dict[str, str]) -> t.Dict[str, str]:
    """Return the variables that the unit's settings and files would give to a process started now."""
    variables = dict(word.partition("=")[::2] for word in shown_words(properties.get("Environment", "")))
    for path in environment_files(properties):
        with open(path, encoding="utf-8", errors="surrogateescape") as stream:
            variables.update(parse_environment_file(stream.read()))
    return variables


def words(text: str, keep_quotes: bool = False) -> t.List[str]:
    """Split as systemd splits the value of $NAME: quotes hold a word together, also without an end, and are taken away.

    A backslash goes as well and keeps what follows it, in quotes of either kind too. keep_quotes: leave both where they
    are, so that the words can be part of such a value again.
    """
    found: t.List[str] = []
    word: t.Optional[str] = None
    quote, escaped = "", False
    for character in text:
        mark = character if keep_quotes else ""
        if escaped:
            word, escaped = (word or "") + character, False
        elif character == "\\":
            word, escaped = (word or "") + mark, True
        elif character == quote:
            word, quote = (word or "") + mark, ""
        elif not quote and character in "'\"":
            word, quote = (word or "") + mark, character
        elif not quote and character in " \t\n\r":
            found += [] if word is None else [word]
            word = None
        else:
            word = (word or "") + character
    return found + ([] if word is None else [word])


def would_be_command(properties: t.Dict[str, str], environment: t.Dict[str, str]) -> t.List[str]:
    """Return the arguments that the unit's ExecStart would run with now: $NAME split into words, ${NAME} kept whole."""
    found = ARGV.search(properties.get("ExecStart", ""))
    arguments: t.List[str] = []
    for word in words(found.group(1)) if found else []:
        if re.fullmatch(r"\$[A-Za-z_][A-Za-z0-9_]*", word):
            arguments.extend(words(environment.get(word[1:], "")))
        else:
            arguments.append(re.sub(r"\$\{(\w+)\}", lambda match: environment.get(match.group(1), ""), word))
    return arguments
