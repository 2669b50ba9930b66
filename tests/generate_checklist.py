# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write docs/checklist.md from plugins/checklist.yml; with --lint only tell whether it differs."""

from __future__ import annotations

import pathlib
import sys

import yaml

TREE = pathlib.Path(__file__).resolve().parents[1]
SOURCE, TARGET = TREE / "plugins" / "checklist.yml", TREE / "docs" / "checklist.md"
SECTIONS = {
    "required": "Required steps",
    "at_rest": "Encryption at rest",
    "in_transit": "Encryption in transit",
    "beyond": "Beyond the checklist",
}
SCOPES = {"node": "MinIO host", "kes": "KES host", "cluster": "cluster"}
ASKS = {"api": "credentials", "canary": "the canary"}
EXPRESSIONS = ("applies", "expect", "pending", "seen")
HEADER = """\
<!--
SPDX-FileCopyrightText: hardening.minio contributors
SPDX-License-Identifier: GPL-3.0-or-later
Written by tests/generate_checklist.py from plugins/checklist.yml: edit that file.
-->

# The checklist

{items} items, {checks} checks. The first three sections are the rows of MinIO's Security Checklist; the last one is what this collection
adds. How states, severities and the verdict follow from them is told in [Reading the report](report.md).

A check is judged for every host of its kind, or once for the cluster. What it **needs** has to be there for it to be judged:

- *credentials*: `minio_access_key` and `minio_secret_key`, or the root credential. Without them the check is unknown and left out of the verdict.
- *the canary*: credentials, and in an audit `minio_checklist_canary: true`. Without them the check is unknown and left out of the verdict.
- a variable: what the evidence is compared with. Without it the check does not apply.

*Allowed by* names the variables that say who or what may be. One that is not set allows nobody and nothing.

The last column names the variable that puts it right. The expressions are [JMESPath](https://jmespath.org/specification.html) over the evidence that
`hardening.minio.minio_node_info` and `hardening.minio.minio_cluster_info` return: only an exact true of `expect` passes, and `seen` is what the
report shows.
"""


def _needs(check: dict) -> str:
    """Return what a check needs to be judged, and what says who or what may be."""
    needs = [ASKS[check["asks"]]] if "asks" in check else []
    needs += [f"`{name}`" for name in check.get("agreement", [])]
    given = ", ".join(f"`{name}`" for name in check.get("exposure", []))
    return ", ".join(needs) + ("; " if needs and given else "") + (f"allowed by {given}" if given else "")


def _row(check: dict) -> str:
    title = check["title"] + (f" (n/a: {check['otherwise']})" if "otherwise" in check else "")
    cells = (check["id"], title, check["severity"], SCOPES[check["scope"]], _needs(check), f"`{check['remedy']}`")
    return f"| {' | '.join(cells)} |\n"


def _expressions(checks: list[dict]) -> str:
    """Return the expressions of an item's checks as a block of YAML."""
    shown = {check["id"]: {key: check[key] for key in EXPRESSIONS if key in check} for check in checks}
    text = yaml.safe_dump(shown, width=10000, sort_keys=False, allow_unicode=True)
    return f"```yaml\n{text}```\n"


def _item(item: dict) -> str:
    role = f"Role: [`{item['role']}`](../roles/{item['role']}/README.md)"
    head = f"\n### {item['id']}: {item['title']}\n\n"
    if not item["checks"]:
        return f"{head}Does not apply: {item['not_applicable']}.\n"
    rows = "".join(map(_row, item["checks"]))
    table = (
        f"| check | what must be seen | severity | judged on | needs | variable |\n|---|---|---|---|---|---|\n{rows}"
    )
    return f"{head}{role}\n\n{table}\n{_expressions(item['checks'])}"


def document(items: list[dict]) -> str:
    """Return the text of the page."""
    text = HEADER.format(items=len(items), checks=sum(len(item["checks"]) for item in items))
    for section, title in SECTIONS.items():
        text += f"\n## {title}\n" + "".join(_item(item) for item in items if item["section"] == section)
    return text


def main() -> int:
    """Write or lint the page; returns the exit status."""
    text = document(yaml.safe_load(SOURCE.read_text(encoding="utf-8")))
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    lint = "--lint" in sys.argv
    if not lint:
        TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET.relative_to(TREE)} {'differs from' if lint else 'written from'} {SOURCE.relative_to(TREE)}")
    return int(lint)


if __name__ == "__main__":
    sys.exit(main())
