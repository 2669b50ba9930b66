# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""MinIO's command line, as the server reads it."""

from __future__ import annotations

import os
import typing as t

from . import _systemd

SWITCHES = {
    *("quiet", "anonymous", "json", "compat", "no-compat", "strict-s3-compat", "log-compress"),
    *("help", "h", "version", "v"),
}
"""Options that take no value; every other one does."""
SHORT = {"S": "certs-dir", "C": "config-dir"}
Options = t.Dict[str, t.List[str]]


def parse(words: t.Sequence[str]) -> t.Tuple[Options, t.List[str]]:
    """Return the options with all their values, and the arguments behind "server"; options may stand anywhere."""
    options: Options = {}
    arguments: t.List[str] = []
    rest = iter(words[1:])
    for word in rest:
        if word == "--":
            arguments += rest
        elif word.startswith("-") and word != "-":
            name, separator, value = word.lstrip("-").partition("=")
            name = SHORT.get(name, name)
            if not separator:
                value = "true" if name in SWITCHES else next(rest, "")
            options.setdefault(name, []).append(value)
        else:
            arguments.append(word)
    # whatever starts the server may stand before it
    return options, arguments[arguments.index("server") + 1 :] if "server" in arguments else []


def whole(words: t.Iterable[str]) -> t.List[str]:
    """Return each option together with the word that is its value, and every other word alone."""
    parts: t.List[str] = []
    rest = iter(words)
    for word in rest:
        is_option = word.startswith("-") and word.strip("-") != ""
        value = next(rest, "") if is_option and "=" not in word and word.lstrip("-") not in SWITCHES else ""
        parts.append(f"{word} {value}".rstrip())
    return parts


def join(theirs: t.Sequence[str], wanted: t.Iterable[str]) -> t.Dict[str, t.List[str]]:
    """Return an operator's options, behind them the wanted ones that are not among them, and what both have of volumes.

    Options are compared whole: a word alone may well be part of several, as the --ftp of "--ftp address=:8021".
    """
    told, added = (_systemd.words(" ".join(words), keep_quotes=True) for words in (theirs, wanted))
    known = set(whole(told))
    return {
        "options": [*theirs, *(part for part in whole(added) if part not in known)],
        "volumes": volumes(["minio", "server", *added]),
        "their_volumes": volumes(["minio", "server", *told]),
    }


def volumes(words: t.Sequence[str]) -> t.List[str]:
    """Return the volume arguments."""
    return parse(words)[1]


def option(words: t.Sequence[str], name: str) -> t.Optional[str]:
    """Return the value of an option, the last where it is given several times; None where it is not."""
    return parse(words)[0].get(name, [None])[-1]


def told(words: t.Sequence[str], variables: t.Mapping[str, str], name: str) -> t.Optional[str]:
    """Return the value of an option, else of the variable that stands in for it; None where neither is given."""
    return option(words, name) or variables.get("MINIO_" + name.upper().replace("-", "_")) or None


def certs_dir(words: t.Sequence[str], home: str) -> str:
    """Return where the server looks for certificates; without an option, in the home of its account."""
    given, configuration = option(words, "certs-dir"), option(words, "config-dir")
    silo = os.path.join(home, ".silo")
    return given or os.path.join(
        configuration or (silo if os.path.isdir(silo) else os.path.join(home, ".minio")), "certs"
    )
