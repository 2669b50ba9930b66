# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What systemd makes of environment files; every expectation was measured with systemd 252."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.filter.environment_file import environment_file
from ansible_collections.hardening.minio.plugins.module_utils import _systemd

AWKWARD = [
    "(&(objectclass=user)(sAMAccountName=%s))",
    "a b  c",
    " leading and trailing ",
    "a#b",
    "#lead",
    ";lead",
    "a ; b",
    "p$HOME",
    "${HOME}",
    "$$x",
    "a`id`b",
    "100%",
    "x=y=z",
    "{1...4}",
    "!~^*?[]|<>&()",
    "tab\there",
    "ü€",
    "a'b",
    'a"b',
    "'q'",
    '"q"',
    "a\\b",
    "a\\nb",
    "a\\\\b",
    "trailing\\",
    "two\nlines",
    "",
]


@pytest.mark.parametrize("value", AWKWARD)
def test_what_the_collection_writes_arrives(value):
    text = environment_file({"NAME": value, "NEXT": "1"})
    assert _systemd.parse_environment_file(text) == {"NAME": value, "NEXT": "1"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a b  c", "a b  c"),
        (" leading and trailing ", "leading and trailing"),
        ("a#b", "a#b"),
        (";lead", ";lead"),
        ("a'b", "a'b"),
        ('a"b', 'a"b'),
        ("'q'", "q"),
        ('"q"', "q"),
        ('""q""', 'q""'),
        ('"a"b"', 'ab"'),
        ("'a\\b'", "a\\b"),
        ("a\\b", "ab"),
        ("a\\\\b", "a\\b"),
        ('"a\\b"', "a\\b"),
        ('"a\\$b\\`"', "a$b`"),
        ('"a"\'b\' "c"', "abc"),
        ("end\\ ", "end "),
        (' % "\ta"$\\\t=$X"', '% "\ta"$\t=$X"'),
        ('" % "\ta"$\\\t=$X"', ' % a"$\t=$X"'),
    ],
)
def test_one_value(text, value):
    assert _systemd.parse_environment_file(f"NAME={text}\nNEXT=1\n") == {"NAME": value, "NEXT": "1"}


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("# A=1\n; B=2\nC=3\n", {"C": "3"}),
        ("# continued \\\nA=1\nB=2\n", {"B": "2"}),
        ("A=one\\\ntwo\nB=2", {"A": "onetwo", "B": "2"}),
        ("A=one\\\nB=2", {"A": "oneB=2"}),
        ('A="never closed\nB=2', {"A": "never closed\nB=2"}),
        ("export A=1\nB=2\n", {"B": "2"}),
        ("  A  = 1\r\nB=2\r\n", {"A": "1", "B": "2"}),
        ("no separator\nA=1\n", {"A": "1"}),
        ("=1\nA=\n", {"A": ""}),
        ("A=1\nA=2\n", {"A": "2"}),
    ],
)
def test_whole_files(text, variables):
    assert _systemd.parse_environment_file(text) == variables


def test_would_be_environment_takes_the_unit_and_then_its_files_in_order(tmp_path):
    operator = tmp_path / "default"
    operator.write_text("A=operator\nB=operator\nC=operator\n")
    fragments = tmp_path / "env.d"
    fragments.mkdir()
    (fragments / "20-b.env").write_text('C="second"\n')
    (fragments / "10-a.env").write_text('B="first"\nC="first"\n')
    shown = {
        "Environment": 'A=unit "D=a \\$b\\t\\"c\\""',
        "EnvironmentFiles": (
            f"{operator} (ignore_errors=yes)\n{tmp_path}/missing (ignore_errors=yes)\n{fragments}/*.env (ignore_errors=yes)"
        ),
    }
    assert _systemd.would_be_environment(shown) == {"A": "operator", "B": "first", "C": "second", "D": 'a $b\t"c"'}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ('--sftp="address=:8022" --address :9443', ["--sftp=address=:8022", "--address", ":9443"]),
        ("'two words' \"and two\"", ["two words", "and two"]),
        ("a\tb\n c ", ["a", "b", "c"]),
        ("a\\ b 'it\\'s' \"a\\\\b\"", ["a b", "it's", "a\\b"]),
        ("''", [""]),
        ('never "closed at all', ["never", "closed at all"]),
        ("end\\", ["end"]),
        ("", []),
        ("  ", []),
    ],
)
def test_a_variable_in_a_command_is_split_as_systemd_splits_it(value, words):
    """By the rules of replace_env_argv() in systemd."""
    unit = {"ExecStart": "{ path=/bin/minio ; argv[]=/bin/minio server $MINIO_OPTS ${MINIO_OPTS} ; ignore_errors=no }"}
    command = _systemd.would_be_command(unit, {"MINIO_OPTS": value})
    assert command == ["/bin/minio", "server", *words, value]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("--ftp 'address=:8021'  --idle-timeout=60s", ["--ftp", "'address=:8021'", "--idle-timeout=60s"]),
        ('--sftp="address=:8022 \'" a\\ b', ['--sftp="address=:8022 \'"', "a\\ b"]),
    ],
)
def test_words_can_keep_what_holds_them_together(value, words):
    assert _systemd.words(value, keep_quotes=True) == words


def test_a_command_with_half_a_quote_is_read():
    """What systemctl shows of a command has lost its quotes."""
    unit = {"ExecStart": "{ path=/bin/sh ; argv[]=/bin/sh -c echo it's ; ignore_errors=no }"}
    assert _systemd.would_be_command(unit, {})[:3] == ["/bin/sh", "-c", "echo"]


@pytest.fixture
def units(tmp_path):
    """Return a folder like /etc/systemd/system in which a unit may be wanted by another one."""
    (tmp_path / "nftables.service").write_text("[Unit]")
    (tmp_path / "multi-user.target.wants").mkdir()
    return tmp_path


def want(units, target):
    (units / "multi-user.target.wants" / "nftables.service").symlink_to(target)


def is_enabled(units):
    return _systemd.any_enabled(["ufw.service", "nftables.service"], str(units))


def test_a_unit_that_another_one_wants_starts_at_boot(units):
    assert not is_enabled(units)
    want(units, units / "nftables.service")
    assert is_enabled(units)


def test_a_link_to_a_unit_that_is_gone_starts_nothing(units):
    want(units, units / "gone.service")
    assert not is_enabled(units)


def test_a_masked_unit_does_not_start(units):
    want(units, units / "nftables.service")
    (units / "nftables.service").unlink()
    (units / "nftables.service").symlink_to("/dev/null")
    assert not is_enabled(units)
