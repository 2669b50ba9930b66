# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What users get: the archive for Galaxy, installed beside its dependencies and nothing else."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
import typing as t

import ansible_collections.community
import pytest

from tests.collection import CHECKOUT
from tests.lab import cache

# this environment has ansible-core without any collection: only what is installed here is found
GALAXY = cache.folder() / "venv-galaxy" / "bin"
TOOLS = pathlib.Path(sys.executable).parent
PACKAGED = pathlib.Path(next(iter(ansible_collections.community.__path__))).parent


class Artifact(t.NamedTuple):
    """The archive, and the collection as installed from it."""

    archive: pathlib.Path
    installed: pathlib.Path
    environment: dict[str, str]

    def run(self, *command: str | pathlib.Path) -> subprocess.CompletedProcess[str]:
        """Run a command where only the artifact and its dependencies are installed."""
        return subprocess.run(
            [str(part) for part in command],
            cwd=self.archive.parent,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="session")
def artifact(tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    """Build and install."""
    folder = tmp_path_factory.mktemp("artifact")
    environment = {
        "PATH": f"{GALAXY}:{os.environ['PATH']}",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "ANSIBLE_COLLECTIONS_PATH": str(folder),
        "PYTHONPYCACHEPREFIX": os.environ.get("PYTHONPYCACHEPREFIX", str(folder / "pycache")),
    }
    galaxy = [GALAXY / "ansible-galaxy", "collection"]
    subprocess.run([*galaxy, "build", "--output-path", folder], cwd=CHECKOUT, env=environment, check=True)
    (archive,) = folder.glob("hardening-minio-*.tar.gz")
    install = ["install", "--offline", "--no-deps", "--collections-path", folder, archive]
    subprocess.run([*galaxy, *install], cwd=folder, env=environment, check=True)
    installed = folder / "ansible_collections" / "hardening" / "minio"
    for dependency in manifest(installed)["dependencies"]:
        link = folder / "ansible_collections" / dependency.replace(".", "/")
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(PACKAGED / dependency.replace(".", "/"), target_is_directory=True)
    return Artifact(archive, installed, environment)


def manifest(installed: pathlib.Path) -> dict[str, t.Any]:
    """Return what the archive says about itself."""
    return json.loads((installed / "MANIFEST.json").read_text())["collection_info"]


def test_it_holds_what_runs_and_what_tells_of_it(artifact: Artifact):
    assert {path.name for path in artifact.installed.iterdir()} == {
        "CHANGELOG.md", "CONTRIBUTING.md", "COPYING", "FILES.json", "LICENSES", "MANIFEST.json", "README.md",
        "REUSE.toml", "SECURITY.md", "changelogs", "docs", "meta", "playbooks", "plugins", "roles",
    }  # fmt: skip
    assert [path for path in artifact.installed.rglob("*") if path.suffix == ".pyc" or path.is_symlink()] == []


def test_every_dependency_has_a_lower_bound(artifact: Artifact):
    bounds = manifest(artifact.installed)["dependencies"]
    assert {name for name, bound in bounds.items() if not re.fullmatch(r">=[1-9]\d*\.\d+\.\d+", bound)} == set()


def test_every_module_is_documented(artifact: Artifact):
    told = artifact.run("ansible-doc", "--list", "--json", "hardening.minio")
    assert (told.returncode, told.stderr) == (0, "")
    modules = {path.stem for path in (CHECKOUT / "plugins" / "modules").glob("*.py")}
    assert set(json.loads(told.stdout)) == {f"hardening.minio.{module}" for module in modules}


@pytest.mark.parametrize("playbook", ["audit_minio", "secure_minio"])
def test_playbooks_are_complete(artifact: Artifact, playbook: str):
    inventory = artifact.archive.with_name("hosts")
    inventory.write_text("[minio]\nminio1\n[kes]\nkes1\n")
    parsed = artifact.run("ansible-playbook", "--syntax-check", "--inventory", inventory, f"hardening.minio.{playbook}")
    assert (parsed.returncode, parsed.stderr) == (0, "")


def test_documentation_names_only_what_exists(artifact: Artifact):
    lint = [TOOLS / "antsibull-docs", "lint-collection-docs", "--plugin-docs", "--validate-collection-refs", "all"]
    linted = artifact.run(*lint, artifact.installed)
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_galaxy_imports_it_without_a_warning(artifact: Artifact):
    imported = artifact.run(GALAXY / "python", "-m", "galaxy_importer.main", artifact.archive.name)
    assert imported.returncode == 0, imported.stdout + imported.stderr
    assert [line for line in imported.stdout.splitlines() if line.startswith(("WARNING", "ERROR"))] == []
    assert "ansible-lint run complete" in imported.stdout
