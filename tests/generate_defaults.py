# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write roles/*/defaults/main.yml from roles/*/meta/argument_specs.yml; with --lint only tell which differ."""

from __future__ import annotations

import pathlib
import sys

import yaml

ROLES = pathlib.Path(__file__).resolve().parents[1] / "roles"
HEADER = """\
---
# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Written by tests/generate_defaults.py from meta/argument_specs.yml: edit that file.
"""


def _flow(value: object) -> str:
    """Return a value as YAML on one line."""
    return yaml.safe_dump(value, width=1000, sort_keys=False, default_flow_style=True).removesuffix("...\n").strip()


def defaults(role: pathlib.Path) -> str:
    """Return the text of a role's defaults."""
    specs = yaml.safe_load((role / "meta" / "argument_specs.yml").read_text())["argument_specs"]
    options = {name: option for spec in specs.values() for name, option in spec.get("options", {}).items()}
    chosen = {name: option["default"] for name, option in options.items() if option.get("default") is not None}
    lines = [f"{name}: {_flow(value)}\n" for name, value in chosen.items()]
    return HEADER + "".join(lines)


def main() -> int:
    """Write or lint the defaults of all roles; returns the exit status."""
    stale = []
    for role in sorted(path.parent.parent for path in ROLES.glob("*/meta/argument_specs.yml")):
        path, text = role / "defaults" / "main.yml", defaults(role)
        if not path.exists() or path.read_text() != text:
            stale.append(path)
            if "--lint" not in sys.argv:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text)
    for path in stale:
        print(
            f"{path.relative_to(ROLES.parent)} {'differs from' if '--lint' in sys.argv else 'written from'} its argument_specs"
        )
    return 1 if stale and "--lint" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
