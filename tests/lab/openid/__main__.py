# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Set up the OpenID provider of a lab: python3 -m tests.lab.openid NAME."""

from __future__ import annotations

import sys

from tests.lab.lab import Lab
from tests.lab.openid import set_up

if __name__ == "__main__":
    set_up(Lab(sys.argv[1]))
