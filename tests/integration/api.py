# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Call a module for the API again and again, and let no secret pass."""

from __future__ import annotations

import typing as t

from tests.integration.module import run
from tests.integration.servers.minio import MinioServer

SECRET = "planted-"
"""What all secrets of these tests begin with."""


class Api:
    """One module against one server."""

    def __init__(self, module: str, server: MinioServer) -> None:
        """Work as root."""
        self.module = module
        self.server = server

    def call(self, check: bool = False, diff: bool = True, **params: t.Any) -> dict[str, t.Any]:
        """Run the module and return its result, failed or not; an AssertionError if a secret is in its output."""
        result = run(self.module, {**self.server.auth, **params}, check=check, diff=diff)
        assert SECRET not in result["_raw"]
        return result

    def ok(self, **params: t.Any) -> dict[str, t.Any]:
        """Run the module and return its result; an AssertionError if it failed."""
        result = self.call(**params)
        assert not result.get("failed"), result["msg"]
        return result

    def error(self, **params: t.Any) -> str:
        """Run the module, which must fail, and return its message: one sentence, no traceback."""
        result = self.call(**params)
        assert result.get("failed"), result
        assert "Traceback" not in result["_raw"]
        return str(result["msg"])

    def settles(self, **params: t.Any) -> dict[str, t.Any]:
        """Check mode says that something changes and changes nothing; a run does it; a second one changes nothing."""
        foreseen = self.ok(check=True, **params)
        assert foreseen["changed"]
        done = self.ok(**params)
        assert done["changed"]
        assert {key: done[key] for key in ("created", "updated", "removed", "diff")} == {
            key: foreseen[key] for key in ("created", "updated", "removed", "diff")
        }
        again = self.ok(**params)
        assert not again["changed"] and again["diff"] == {"before": {}, "after": {}}
        return done
