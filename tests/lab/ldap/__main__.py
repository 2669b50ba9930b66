# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Set up the directory of a lab: python3 -m tests.lab.ldap NAME."""

from __future__ import annotations

import sys

from tests.lab.lab import Lab
from tests.lab.ldap import openldap

if __name__ == "__main__":
    openldap.set_up(Lab(sys.argv[1]))
