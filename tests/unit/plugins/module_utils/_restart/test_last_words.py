# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why a start failed is told in the words of that start, not of the process that went."""

from __future__ import annotations

import json
import typing as t

from ansible_collections.hardening.minio.plugins.module_utils._restart.perform import last_words

FORMER = 1204
MISSED = (FORMER, "INFO: Unable to use the drive https://minio3:9000/data: drive not found, will be retried")
ENDED = (1, "minio.service: Control process exited, code=exited, status=1/FAILURE")
FATAL = (1300, "FATAL Invalid storage class value\n  > Please check the value")


def log(*entries: tuple[int, t.Any]) -> str:
    return "\n".join(json.dumps({"_PID": str(pid), "MESSAGE": message}) for pid, message in entries)


def test_what_the_process_before_said_explains_nothing() -> None:
    assert last_words(log(MISSED, ENDED), FORMER) == [ENDED[1]]
    assert last_words(log(ENDED, MISSED), FORMER) == []


def test_of_an_unknown_process_everything_counts() -> None:
    assert last_words(log(MISSED, ENDED), 0) == [MISSED[1]]


def test_the_server_knows_better_than_systemd() -> None:
    assert last_words(log(MISSED, FATAL, ENDED), FORMER) == ["FATAL Invalid storage class value"]


def test_each_word_once_and_the_last_ones() -> None:
    wanted = [f"ERROR {number}" for number in range(5)]
    said = [(1300 + number, word) for number, word in enumerate(2 * wanted)]
    assert last_words(log(*said), FORMER) == wanted[-3:]


def test_what_is_no_text_and_no_log_at_all() -> None:
    assert last_words(log((1300, [255, 254])), FORMER) == []
    assert last_words("", FORMER) == []
