# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything that can be wrong with a secured lab, by section of the checklist."""

from __future__ import annotations

from .at_rest import AT_REST
from .beyond import BEYOND
from .in_transit import IN_TRANSIT
from .required import REQUIRED
from .violation import Violation

ALL: list[Violation] = [*REQUIRED, *AT_REST, *IN_TRANSIT, *BEYOND]
