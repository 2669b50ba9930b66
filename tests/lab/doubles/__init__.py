# SPDX-FileCopyrightText: hardening.minio contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Doubles of the key management systems that cannot be had, as far as KES uses them.

Each is one file that says which calls it takes and where their shapes come from. What they have in common:

* TLS with a certificate of the lab's CA; HTTP/1.1, for Google HTTP/2 as well.
* --accounts FILE (JSON) says who may do what. It is read on every call, so that writing another one is what an
  administrator does: it gives, revokes and lets expire. A double never writes it.
* --state FILE (JSON) is what the service keeps. Only the double writes it, and finds it again when restarted.
* One line per call on standard error: method, host, path, status.
"""
