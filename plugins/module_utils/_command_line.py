# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""MinIO's command line, as the server reads it."""

from __future__ import annotations

import os
import typing as t

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
