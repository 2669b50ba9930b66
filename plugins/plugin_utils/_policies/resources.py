# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Resources of a statement: their form, and what the server compares them with.

An action on an object is compared as bucket/object, one on a bucket as bucket/ (so that bucket/* is the bucket as well),
and one on neither as /.
"""

from __future__ import annotations

import posixpath
import re
import typing as t

from . import known

S3 = "arn:aws:s3:::"
KMS = "arn:minio:kms:::"
PREFIXES = {"s3": S3, "kms": KMS}
NOWHERE = "/"
VARIABLE = re.compile(r"\$\{([^}]*)\}")


def pattern_of(resource: str) -> str:
    """Return a resource without the prefix of its ARN."""
    return next((resource[len(prefix) :] for prefix in PREFIXES.values() if resource.startswith(prefix)), resource)


def problem(resource: str, kind: str) -> str:
    """Return what is wrong with a resource, in words that follow its value; empty if nothing is."""
    if resource == "*":
        return ""
    prefix = next((one for one in PREFIXES.values() if resource.startswith(one)), None)
    if prefix is None:
        what = resource.partition(":::")[2] if resource.startswith("arn:") else resource
        return f"which is no ARN of MinIO: write {PREFIXES.get(kind, S3)}{what.lstrip('/')}"
    pattern = resource[len(prefix) :]
    if not pattern:
        return f"which names nothing: write {prefix}* for everything"
    if kind in PREFIXES and prefix != PREFIXES[kind]:
        return f"which is no resource of {kind} actions: write {PREFIXES[kind]}{pattern}"
    if prefix == S3 and pattern.startswith("/"):
        return f"which begins with / and names no bucket: write {prefix}{pattern.lstrip('/')}"
    if prefix == KMS and re.search(r"[/\\.]", pattern):
        return "which has one of / \\ . in the name of a key: no key is named so"
    return ""


def compared(pattern: str, text: str) -> bool:
    """Tell whether the server takes a pattern for what it compares it with."""
    return posixpath.normpath(text) == pattern or known.matches(pattern, text)


def match(resources: t.Iterable[str], text: str) -> bool:
    """Tell whether any of the resources is what the server compares them with."""
    return any(compared(pattern_of(resource), text) for resource in resources)


def may_be(resource: str, target: str) -> bool:
    """Tell whether a resource can be what the server compares an action with: "bucket", "object", "any" or "account"."""
    pattern = pattern_of(resource)
    if target == "account":
        return compared(pattern, NOWHERE)
    bucket, slash, name = pattern.partition("/")
    of_objects = bool(name) or "*" in pattern
    # without a slash, what stands at the end has to be the slash of bucket/
    of_buckets = not name.strip("*") if slash else not known.is_pattern(bucket) or bucket[-1] in "*?"
    return {"object": of_objects, "bucket": of_buckets, "any": of_objects or of_buckets}[target]


def unknown_variables(resource: str) -> list[str]:
    """Return the variables of a resource that the server does not replace, so that nothing is named so."""
    keys = {name for name, kinds in known.load()["condition_keys"].items() if "s3" in kinds}
    return [name for name in VARIABLE.findall(resource) if name not in keys]
