# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filters are taken as RFC 4515 has them, and encoded as RFC 4511 does."""

from __future__ import annotations

import pytest
from ansible_collections.hardening.minio.plugins.module_utils._errors import InputError
from ansible_collections.hardening.minio.plugins.module_utils._ldap import filters

# by hand, after RFC 4511, section 4.5.1
ENCODED = {
    "(uid=%s)": "a309 0403756964 04022573",
    "(cn=*)": "8702 636e",
    "(cn=a*b*c)": "a40f 0402636e 3009 800161 810162 820163",
    "(cn=*b)": "a409 0402636e 3003 820162",
    "(!(a=b))": "a208 a306 040161 040162",
    "(&(a=b)(c=d))": "a010 a306 040161 040162 a306 040163 040164",
    "(|(a=b))": "a108 a306 040161 040162",
    "(a>=1)": "a506 040161 040131",
    "(a<=1)": "a606 040161 040131",
    "(a~=1)": "a806 040161 040131",
    r"(a=\2a\28)": "a307 040161 04022a28",
    "(member:1.2:=x)": "a910 8103312e32 82066d656d626572 830178",
    "(ou:dn:=x)": "a90a 82026f75 830178 8401ff",
}
RIGHT = [
    "(&(objectClass=groupOfNames)(member=%d))",
    "(&(objectClass=user)(sAMAccountName=%s)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))",
    "(member:1.2.840.113556.1.4.1941:=%d)",
    "(cn;lang-de=Müller)",
    "(a=)",
]
WRONG = {
    "": "a parenthesis is not closed",
    "uid=%s": "a parenthesis is missing before 'uid=%s'",
    "(uid=%s": "a parenthesis is not closed",
    "(uid=%s))": "')' is too much at its end",
    "(&(uid=%s)(cn=a)": "a parenthesis is not closed",
    "(uid=(a)": "a parenthesis is too much at",
    "(&)": "(& holds 0 filters",
    "(!(a=b)(c=d))": "(! holds 2 filters",
    "(uid)": "(uid) is no comparison",
    "(=a)": "(=a) is no comparison",
    "(u id=a)": "(u id=a) is no comparison",
    r"(a=\2)": "two hexadecimal digits",
    r"(a=\zz)": "two hexadecimal digits",
    "(a:1.2=b)": "names a matching rule",
    "(&(a=b) (c=d))": "a parenthesis is too much at ' (c=d))'",
}


@pytest.mark.parametrize("text", ENCODED)
def test_encoding(text):
    assert filters.encode(text) == bytes.fromhex(ENCODED[text])


@pytest.mark.parametrize("text", RIGHT)
def test_filters_are_taken(text):
    assert filters.encode(text)


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_filter(text):
    with pytest.raises(InputError) as error:
        filters.encode(text)
    assert WRONG[text] in str(error.value)


def test_values_have_no_meaning():
    assert filters.escape("a*(b)\\\0") == r"a\2a\28b\29\5c\00"
    assert filters.encode(f"(a={filters.escape('*)(b=*')})")[0] == filters.EQUAL


def test_placeholders():
    assert filters.placeholders("(&(uid=%s)(member=%d)(a=%%)(b=%))") == {"s", "d", "%", ")"}
