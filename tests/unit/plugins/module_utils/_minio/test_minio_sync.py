# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The state machine of list modules."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._errors import InputError
from ansible_collections.hardening.minio.plugins.module_utils._minio.sync import Kind, sync


class Lamps(Kind):
    """Lamps that are kept in a dictionary."""

    noun = "lamp"

    def __init__(self, **lamps: str) -> None:
        self.lamps = {name: {"colour": colour} for name, colour in lamps.items()}

    def read(self, names):
        return {name: dict(state) for name, state in self.lamps.items()}

    def wanted(self, entry, before):
        if entry["colour"] == "ultraviolet":
            raise InputError("nobody sees ultraviolet")
        return {"colour": entry["colour"]}

    def write(self, entry, before, after):
        self.lamps[entry["name"]] = after

    def remove(self, name, before):
        del self.lamps[name]

    def protected(self):
        return ("sun",)


def lamp(name: str, colour: str = "red", **options: str) -> dict:
    return {"name": name, "colour": colour, **options}


def test_create_change_remove():
    lamps = Lamps(hall="red", attic="green")
    result = sync(lamps, [lamp("hall", "blue"), lamp("door"), lamp("attic", state="absent")], False, False)
    assert result == {
        "changed": True,
        "created": ["door"],
        "updated": ["hall"],
        "removed": ["attic"],
        "diff": {
            "before": {"hall": {"colour": "red"}, "attic": {"colour": "green"}},
            "after": {"hall": {"colour": "blue"}, "door": {"colour": "red"}},
        },
    }
    assert lamps.lamps == {"hall": {"colour": "blue"}, "door": {"colour": "red"}}


def test_check_mode_foresees_the_same_and_changes_nothing():
    lamps, others = Lamps(hall="red"), Lamps(hall="red")
    entries = [lamp("hall", "blue"), lamp("door")]
    assert sync(lamps, entries, True, True) == sync(others, entries, True, False)
    assert lamps.lamps == {"hall": {"colour": "red"}}


def test_nothing_to_do():
    result = sync(Lamps(hall="red"), [lamp("hall"), lamp("attic", state="absent")], False, False)
    assert not result["changed"] and result["diff"] == {"before": {}, "after": {}}


def test_exclusive_spares_the_protected():
    lamps = Lamps(hall="red", attic="red", sun="white")
    assert sync(lamps, [lamp("hall")], True, False)["removed"] == ["attic"]


def test_wrong_entry_leaves_everything_alone():
    lamps = Lamps(hall="red")
    with pytest.raises(InputError):
        sync(lamps, [lamp("hall", "blue"), lamp("door", "ultraviolet")], True, False)
    assert lamps.lamps == {"hall": {"colour": "red"}}


def test_name_listed_twice():
    with pytest.raises(InputError, match="lamp 'hall' is listed 2 times"):
        sync(Lamps(), [lamp("hall"), lamp("hall")], False, False)
