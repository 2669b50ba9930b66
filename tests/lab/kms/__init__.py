# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The key management systems of the lab: one file each, by the name of their backend at KES."""

from __future__ import annotations

from .aws import Aws
from .azure import Azure
from .ciphertrust import CipherTrust
from .fortanix import Fortanix
from .gcp import Gcp
from .openbao import OpenBao
from .system import System

SYSTEMS: dict[str, type[System]] = {
    system.backend: system for system in (OpenBao, Aws, Azure, Gcp, Fortanix, CipherTrust)
}
