# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Tell which known vulnerabilities a release of the MinIO server has, by the table of its own flavour."""

from __future__ import annotations

import functools
import pathlib
import re
import typing as t

from ansible.module_utils.common.yaml import yaml_load

from ..module_utils._errors import InputError
from . import _releases

DATA = pathlib.Path(__file__).parents[1] / "advisories.yml"
FLAVOURS = ("upstream", "silo", "chainguard")
FEATURES = ("console", "distributed", "ldap", "object_lock", "openid", "sftp")
"""What may be in use or not; None stands for "not known"."""
ELSEWHERE = ("operator", "windows")
"""What a server under systemd never has."""
DEFAULT = "silo"
"""The release that the roles install unless told otherwise: its fixes can be had by everybody."""
RELEASE = re.compile(r"(?:RELEASE\.)?(\d{4})-(\d\d)-(\d\d)T(\d\d)-(\d\d)-(\d\d)Z(?:\.hotfix\.\w+)?")
PSEUDO_VERSION = re.compile(r"v\d+\.\d+\.\d+-(?:[0-9A-Za-z.-]*\.)?(\d{14})-[0-9a-f]{12}(?:\+incompatible)?")

FIXED, BEFORE, UNUSED, AFFECTED, UNKNOWN = "fixed", "before", "unused", "affected", "unknown"
"""Has the fix; older than the fault; has it in a part that is not in use; has it; cannot be told."""

Advisory = t.Dict[str, t.Any]
Verdict = t.Dict[str, t.Any]
Known = t.Mapping[str, t.Optional[bool]]


@functools.lru_cache(maxsize=None)
def load() -> tuple[Advisory, ...]:
    """Return all advisories of the data file."""
    return tuple(yaml_load(DATA.read_text(encoding="utf-8")))


def moment(version: t.Optional[str]) -> t.Optional[str]:
    """Return the time in a release tag or Go pseudo-version as 14 digits; None for any other version.

    Comparable within one flavour only: another flavour may have released later without the same fixes.
    """
    text = version or ""
    tag = RELEASE.fullmatch(text)
    if tag:
        return "".join(tag.groups())
    pseudo = PSEUDO_VERSION.fullmatch(text)
    return pseudo.group(1) if pseudo else None


def standing(advisory: Advisory, flavour: t.Optional[str], version: t.Optional[str]) -> tuple[str, t.Optional[str]]:
    """Return FIXED, BEFORE, AFFECTED or UNKNOWN for a release, and the release of its flavour that has the fix."""
    fixed = advisory["fixed"].get(flavour, UNKNOWN) if flavour in FLAVOURS else UNKNOWN
    now = moment(version)
    if fixed == "all":
        return FIXED, None
    if flavour == "upstream" and now and advisory["affected_from"] and now < str(moment(advisory["affected_from"])):
        return BEFORE, None
    if fixed == UNKNOWN:
        return UNKNOWN, None
    if fixed == "none":
        return AFFECTED, None
    if now is None:
        return UNKNOWN, fixed
    return (FIXED if now >= str(moment(fixed)) else AFFECTED), fixed


def _default_fix(advisory: Advisory) -> t.Optional[str]:
    """Return the release installed by default if it has the fix."""
    flavour, version = _releases.identity(DEFAULT)
    return f"{flavour} {version}" if standing(advisory, flavour, version)[0] == FIXED else None


def _fix(advisory: Advisory, flavour: t.Optional[str], release: t.Optional[str]) -> t.Optional[str]:
    """Return who has the fix: the own flavour, else the release installed by default, whose program is published."""
    default = _default_fix(advisory)
    if release is None or (default and flavour == advisory.get("source_only")):
        return default
    return f"{flavour} {release}" + (", source only" if flavour == advisory.get("source_only") else "")


def judge(advisory: Advisory, release: t.Mapping[str, t.Any], features: Known) -> Verdict:
    """Return what an advisory means for a release (flavour, version) of which these features are in use.

    state is FIXED, BEFORE, UNUSED, AFFECTED or UNKNOWN. certain is False for an AFFECTED release of which nobody knows
    whether the part with the fault is in use. fix names the release that ends it, of the own flavour or the default
    one; None says that nobody has fixed it.
    """
    state, own_fix = standing(advisory, release.get("flavour"), release.get("version"))
    needs = advisory["needs"]
    used = True if needs is None else False if needs in ELSEWHERE else features.get(needs)
    if used is False and state in (AFFECTED, UNKNOWN):
        state = UNUSED
    return {
        "id": advisory["id"],
        "title": advisory["title"],
        "cvss": advisory["cvss"],
        "state": state,
        "certain": used is True,
        "needs": needs,
        "fix": _fix(advisory, release.get("flavour"), own_fix),
        "mitigation": advisory["mitigation"],
        "mitigated_by": advisory.get("mitigated_by"),
    }


def applicable(release: t.Mapping[str, t.Any], features: Known) -> list[Verdict]:
    """Return the verdicts of all advisories that a release is affected by, or of which that is not known."""
    verdicts = [judge(advisory, release, features) for advisory in load()]
    return [verdict for verdict in verdicts if verdict["state"] in (AFFECTED, UNKNOWN)]


def check_acceptances(accepted: t.Any) -> dict[str, str]:
    """Return acceptances, id to reason; raises InputError for what is no mapping, an unknown id or no reason."""
    name = "minio_server_accept_advisories"
    if accepted is None:
        return {}
    if not isinstance(accepted, t.Mapping):
        raise InputError(f"{name} is {accepted!r}: give a mapping of the advisory's id to the reason why you accept it")
    known = {advisory["id"] for advisory in load()}
    for identifier, reason in accepted.items():
        if identifier not in known:
            raise InputError(f"{name} names {identifier!r}, which is no advisory of plugins/advisories.yml")
        if not isinstance(reason, str) or not reason.strip():
            raise InputError(f"{name} accepts {identifier} without a reason: write one")
    return dict(accepted)


def gate(release: t.Mapping[str, t.Any], features: Known, accepted: t.Any) -> dict[str, t.Any]:
    """Return whether a run may go on with a release: "refused" are the ids that apply, have a fix and are not accepted.

    One that nobody has fixed, or of which it is not known whether it applies, refuses nothing: the checklist tells.
    """
    reasons = check_acceptances(accepted)
    verdicts = applicable(release, features)
    certain = [verdict for verdict in verdicts if verdict["state"] == AFFECTED and verdict["certain"]]
    refused = [verdict for verdict in certain if verdict["fix"] and verdict["id"] not in reasons]
    return {
        "refused": [verdict["id"] for verdict in refused],
        "unfixed": [verdict["id"] for verdict in certain if not verdict["fix"]],
        "unknown": [verdict["id"] for verdict in verdicts if verdict not in certain],
        "accepted": {verdict["id"]: reasons[verdict["id"]] for verdict in verdicts if verdict["id"] in reasons},
        "sentence": _sentence(release, refused),
    }


def _sentence(release: t.Mapping[str, t.Any], refused: t.Sequence[Verdict]) -> str:
    if not refused:
        return ""
    by_fix: dict[str, list[str]] = {}
    for verdict in refused:
        by_fix.setdefault(verdict["fix"], []).append(verdict["id"])
    holes = "; ".join(f"{', '.join(identifiers)} (fixed in {fix})" for fix, identifiers in by_fix.items())
    return (
        f"{release['flavour']} {release['version']} has known holes that are fixed elsewhere: {holes}: choose a release with "
        "the fixes, or accept each by its id and a reason in minio_server_accept_advisories"
    )


def is_downgrade(installed: t.Mapping[str, t.Any], wanted: t.Mapping[str, t.Any]) -> t.Optional[str]:
    """Return why a release must not be put over an installed one, None if it may or if that cannot be told.

    Within a flavour the older one is a downgrade. Every fork took upstream's history as it began and went on from it, so
    that only the way from upstream to a fork is a way forward.
    """
    old, new = installed.get("flavour"), wanted.get("flavour")
    if old is None or new is None:
        return None
    shown = f"{old} {installed.get('version')} is installed and {new} {wanted.get('version')} is wanted"
    if old != new:
        if old == "upstream":
            return None
        return f"{shown}: no release of {new} is known to read all that {old} may have written"
    before, after = moment(installed.get("version")), moment(wanted.get("version"))
    if before and after and after < before:
        return f"{shown}: an older release may not read what the newer one has written"
    return None
