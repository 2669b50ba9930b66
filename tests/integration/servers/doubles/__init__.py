# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The doubles of key management systems on loopback."""

from __future__ import annotations

from tests.integration.servers.doubles.aws import Aws
from tests.integration.servers.doubles.azure import Azure
from tests.integration.servers.doubles.base import Double
from tests.integration.servers.doubles.ciphertrust import CipherTrust
from tests.integration.servers.doubles.fortanix import Fortanix
from tests.integration.servers.doubles.gcp import Gcp

DOUBLES: dict[str, type[Double]] = {double.service: double for double in (Aws, Azure, CipherTrust, Fortanix, Gcp)}
