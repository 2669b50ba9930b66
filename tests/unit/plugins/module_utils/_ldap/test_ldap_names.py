# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Distinguished names are compared as a directory does."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._errors import InputError
from ansible_collections.hardening.minio.plugins.module_utils._ldap import names

ALIKE = [
    ("cn=staff,dc=example,dc=net", "CN=Staff, DC=EXAMPLE ,dc=net"),
    ("cn=a  b,dc=net", "cn=A B,dc=net"),
    (r"cn=Doe\, Jane,dc=net", r"cn=Doe\2C Jane,dc=net"),
    ("cn=Müller,dc=net", r"cn=M\c3\bcller;dc=net"),
    ("uid=a+cn=b,dc=net", "CN=B + UID=A,dc=net"),
    (r"cn=\#1,dc=net", r"cn=\231,dc=net"),
    ("2.5.4.3=a,dc=net", "2.5.4.3 = A,dc=net"),
]
UNLIKE = [
    ("cn=staff,dc=example,dc=net", "cn=staff,dc=example,dc=org"),
    ("cn=staff,dc=net", "ou=staff,dc=net"),
    (r"cn=a\,b,dc=net", "cn=a,cn=b,dc=net"),
    ("cn=a,dc=net", "cn=a,cn=a,dc=net"),
]
WRONG = [
    ("", "it is empty"),
    ("staff", "'staff' is no part of a name"),
    ("cn=staff,", "'' is no part of a name"),
    ("cn=staff,example", "'example' is no part of a name"),
    ("cn=,dc=net", "cn has no value"),
    ("c n=a,dc=net", "'c n=a' is no part of a name"),
    ("alice@example.net", "is no part of a name"),
    (r"cn=a\x,dc=net", "a backslash stands before"),
    ("cn=a\\", "a backslash stands before"),
    (r"cn=\ff,dc=net", "not UTF-8"),
    ('cn="a",dc=net', "need a backslash"),
    ("cn=<a>,dc=net", "need a backslash"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_of_one_entry(one, other):
    assert names.key(names.parse(one)) == names.key(names.parse(other))


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_names_of_two_entries(one, other):
    assert names.key(names.parse(one)) != names.key(names.parse(other))


@pytest.mark.parametrize(("text", "reason"), WRONG)
def test_what_is_no_name(text, reason):
    with pytest.raises(InputError) as error:
        names.parse(text)
    assert reason in str(error.value)


@pytest.mark.parametrize(
    "text",
    [r"cn=Doe\, Jane,dc=net", r"cn=\ a\ ,dc=net", r"cn=\#1\+1\=2,dc=net", "cn=Müller,dc=net", r"cn=a\0ab,dc=net"],
)
def test_written_names_are_read_again(text):
    name = names.parse(text)
    assert names.parse(names.write(name)) == name


def test_what_lies_below():
    base = names.parse("OU=People,dc=net")
    assert names.is_under(names.parse("uid=alice,ou=people,dc=net"), base)
    assert names.is_under(base, base)
    assert not names.is_under(names.parse("uid=alice,ou=other,dc=net"), base)
    assert not names.is_under(names.parse("dc=net"), base)


def test_names_that_the_server_lists_without_escapes():
    listed = names.from_server("cn=Doe, Jane,ou=people,dc=net")
    assert names.key(listed) == names.key(names.parse(r"cn=Doe\, Jane,ou=people,dc=net"))
    assert names.write(listed) == r"cn=Doe\, Jane,ou=people,dc=net"
    assert names.key(names.from_server("cn=staff,dc=net")) == names.key(names.parse("CN=Staff,dc=net"))
