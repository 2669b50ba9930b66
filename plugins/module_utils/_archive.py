# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

# This module is private to the collection: it may change without notice.

"""Load the files of the archive that a module of Ansible comes in, each compiled once.

Python's own importer compiles a file to tell where it lies, drops that and compiles it again to run it.
"""

from __future__ import annotations

import os
import sys
import zipimport


class Importer(zipimport.zipimporter):
    """Python's own, which tells where a file lies by the table of the archive."""

    def get_filename(self, fullname: str) -> str:
        """Return what the file is to have as its __file__; raises ImportError where it is not there."""
        path = os.path.join(self.archive, self.prefix + fullname.rpartition(".")[2])
        return os.path.join(path, "__init__.py") if self.is_package(fullname) else f"{path}.py"


def compile_once() -> None:
    """Use it for what this process imports from now on."""
    sys.path_hooks.insert(0, Importer)
    sys.path_importer_cache.clear()
